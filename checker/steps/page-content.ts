/** The title and the heading by which the checker recognizes the lab's page. The change in step 8 keeps both. */
export const pageTitle = 'AWS CodePipeline Lab';
export const pageHeading = 'Deployed by AWS CodePipeline';

function inner(html: string, element: string): string | undefined {
  const content = new RegExp(`<${element}\\b[^>]*>([\\s\\S]*?)</${element}\\s*>`, 'i').exec(html)?.[1];
  return content
    ?.replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Lists what is wrong with a page that should be the lab's; empty if nothing is. */
export function pageProblems(html: string): string[] {
  const problems: string[] = [];
  const [title, heading] = [inner(html, 'title'), inner(html, 'h1')];
  if (title !== pageTitle)
    problems.push(title === undefined ? 'it has no title' : `its title is "${title.slice(0, 80)}"`);
  if (heading !== pageHeading) {
    problems.push(
      heading === undefined ? 'it has no h1 heading' : `its heading is "${heading.slice(0, 80)}"`,
    );
  }
  return problems;
}
