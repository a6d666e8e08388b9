export const repository = 'octocat/codepipeline-s3-lab';

export const pageHtml = (version: number) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>AWS CodePipeline Lab</title>
  </head>
  <body>
    <h1>Deployed by AWS CodePipeline</h1>
    <p>Version ${version}: a pipeline carried this page from a commit to S3.</p>
  </body>
</html>
`;
