import { type Proxy as FaultProxy, forward, type ProxiedCall, proxyTo } from '../../scripts/support/proxy.ts';
import { hostile, hostileXml } from './hostile.ts';
import { memberOf, valuesIn, withValue } from './leaves.ts';

/** `GetPipeline`, `GetRole`, or for S3 the method and the names of the query: `GET versions`. */
function operationOf({ method, url, headers, body }: ProxiedCall): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.').at(-1) ?? '';
  const action = /^Action=(\w+)/.exec(body.toString())?.[1];
  return action ?? `${method} ${[...new URL(url, 'http://s3').searchParams.keys()].join(' ')}`.trim();
}

/** A proxy to a practice account that puts hostile text after the strings of some members of its answers. */
export interface RewritingProxy extends FaultProxy {
  /** Every string member that was answered so far, as `GetPipeline pipeline.name`. */
  readonly members: ReadonlySet<string>;
  /** Chooses the members that are rewritten from now on. */
  rewrite(isChosen: (member: string) => boolean): void;
}

export async function rewritingProxy(endpoint: string): Promise<RewritingProxy> {
  const members = new Set<string>();
  let isChosen: (member: string) => boolean = () => false;
  const choose = (member: string) => {
    members.add(member);
    return isChosen(member);
  };
  const json = (operation: string, text: string) => {
    let document = JSON.parse(text) as unknown;
    for (const { path, value } of valuesIn(document))
      if (typeof value === 'string' && choose(`${operation} ${memberOf(path)}`))
        document = withValue(document, path, `${value}${hostile}`);
    return JSON.stringify(document);
  };
  const xml = (operation: string, text: string) =>
    text.replace(/<(\w+)>([^<]+)<\/\1>/g, (all, name: string, value: string) =>
      choose(`${operation} ${name}`) ? `<${name}>${value}${hostileXml}</${name}>` : all,
    );
  const proxy = await proxyTo(endpoint, async (call) => {
    const { status, headers, body } = await forward(endpoint, call);
    const { 'content-length': _, ...kept } = headers as Record<string, string>;
    const type = kept['content-type'] ?? '';
    const rewriteText = type.includes('json') ? json : type.includes('xml') ? xml : undefined;
    if (rewriteText === undefined || body.length === 0) return { status, headers: kept, body };
    return { status, headers: kept, body: rewriteText(operationOf(call), body.toString()) };
  });
  return {
    ...proxy,
    members,
    rewrite(choice) {
      isChosen = choice;
    },
  };
}
