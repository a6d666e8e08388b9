import type { Fact } from '../facts/fact.ts';
import type { ObjectResponse } from '../facts/values.ts';
import { check } from './check.ts';
import { fail, type Judgement, pass, undetermined } from './finding.ts';
import { formatDuration, formatList, formatTime } from './format.ts';
import { pageProblems } from './page-content.ts';
import { parseSignedUrl, pointsTo, type SignedUrl } from './signed-url.ts';

const expectedPage = "200 with the lab's page as text/html";

/** Judges the content of an answer with status 200. */
function served({ status, contentType, body }: ObjectResponse, bucket: string): Judgement {
  if (!/^text\/html\b/i.test(contentType)) {
    return fail(
      expectedPage,
      `${status}, as ${contentType || 'no content type'}: a browser would download it`,
      `Deploy it with the pipeline's S3 action, which sets the type by the file's ending; an upload by hand needs it said: aws s3 cp index.html s3://${bucket}/index.html --content-type text/html`,
      'page-not-html',
    );
  }
  const problems = pageProblems(body);
  if (problems.length > 0) {
    return fail(
      expectedPage,
      `another page: ${formatList(problems)}`,
      'Put title and heading back (step 2), push and approve.',
      'page-other',
    );
  }
  return pass(expectedPage, `${status}, ${contentType}, with title and heading`);
}

function missing(bucket: string): Judgement {
  return fail(
    expectedPage,
    `404: there is no index.html in ${bucket}`,
    'Let the pipeline deploy it first: npm run check step-6 tells more.',
    'object-missing',
  );
}

interface UrlDiagnosisInput {
  url: SignedUrl;
  bucket: string;
  response: ObjectResponse | undefined;
  now: number;
  presignCommand: string;
}

const expectedGiven = 'a presigned URL of the page that still works';

/** Judges a refused presigned URL by S3's error code; the times come from the URL itself. Undefined if not refused. */
function refusalJudgement({ url, response, now, presignCommand }: UrlDiagnosisInput): Judgement | undefined {
  const { errorCode: code = '', errorMessage: message = '' } = response ?? {};
  const isOver = url.expires !== undefined && url.expires < now;
  const since =
    url.expires === undefined
      ? ''
      : ` ${formatDuration(now - url.expires)} ago, at ${formatTime(url.expires)}`;
  if (/expired/i.test(message) && code === 'AccessDenied') {
    return fail(expectedGiven, `it expired${isOver ? since : ''}`, presignCommand, 'url-expired');
  }
  if (code === 'ExpiredToken' || code === 'InvalidToken') {
    return fail(
      expectedGiven,
      `the session that signed it is over (${code}): a URL never outlives its credentials`,
      `Sign in again, then: ${presignCommand}`,
      'url-session-over',
    );
  }
  if (code === 'InvalidAccessKeyId') {
    return fail(
      expectedGiven,
      `AWS does not know the access key ${url.accessKeyId} that signed it: it was deleted, or is one of another kind of account`,
      presignCommand,
      'url-unknown-key',
    );
  }
  if (code === 'SignatureDoesNotMatch' || code.startsWith('Authorization')) {
    return fail(
      expectedGiven,
      `the signature does not fit (${code}): the address was changed after it was signed, cut short when copied, or signed with a wrong secret`,
      `Copy it whole, between quotes; or make a new one: ${presignCommand}`,
      'url-tampered',
    );
  }
  return isOver && response === undefined
    ? fail(expectedGiven, `it expired${since}`, presignCommand, 'url-expired')
    : undefined;
}

function diagnose(input: UrlDiagnosisInput, fact: Fact<ObjectResponse>): Judgement {
  const { url, bucket, presignCommand } = input;
  if (fact.state === 'absent' || !pointsTo(url, bucket, 'index.html')) {
    return fail(
      expectedGiven,
      `it leads to ${url.host}${url.path}, not to index.html in ${bucket} at S3`,
      presignCommand,
      'url-other-object',
    );
  }
  const refusal = refusalJudgement(input);
  if (refusal !== undefined) return refusal;
  if (fact.state === 'unknown') return undetermined(expectedGiven, fact.error);
  const response = fact.value;
  if (response.status === 200) {
    const until = url.expires === undefined ? '' : `, good until ${formatTime(url.expires)}`;
    const judged = served(response, bucket);
    return judged.verdict === 'pass' ? pass(expectedGiven, `${judged.found}${until}`) : judged;
  }
  if (response.status === 404) return missing(bucket);
  return fail(
    expectedGiven,
    `${response.status} ${response.errorCode}: ${response.errorMessage || 'whoever signed it may not read the object'}`,
    `Sign it as somebody who may read the object: ${presignCommand}`,
  );
}

export const presignedUrlChecks = [
  check({
    id: 'presigned.fresh',
    title: 'A fresh presigned URL shows the page',
    why: 'It lets one reader at one private object for a short time, without opening the bucket.',
    required: ['names'],
    optional: ['bucket', 'freshUrl'],
    judge({ names: { deployBucket }, bucket, freshUrl }) {
      if (bucket === undefined || freshUrl === undefined) {
        return fail(
          expectedPage,
          `no bucket ${deployBucket}`,
          'Make the bucket first: npm run check step-3 tells more.',
          'bucket-missing',
        );
      }
      if (freshUrl.status === 200) return served(freshUrl, deployBucket);
      if (freshUrl.status === 404) return missing(deployBucket);
      const { status, errorCode: code, errorMessage: message } = freshUrl;
      const cause = status === 403 ? 'denied' : 'other';
      return undetermined(expectedPage, {
        cause,
        service: 's3',
        operation: 'GetObject',
        actions: ['s3:GetObject'],
        code: code || String(status),
        message: message || `HTTP ${status}`,
      });
    },
  }),
  check({
    id: 'presigned.plain',
    title: 'The plain URL shows nothing',
    why: 'If the page could be read without a signature, it would be public, and the signature worth nothing.',
    required: ['names', 'plainUrl'],
    after: ['presigned.fresh'],
    judge({ names: { deployBucket }, plainUrl: { status, errorCode } }) {
      const expected = '403 without a signature';
      if (status === 403) return pass(expected, `403 ${errorCode}`.trim());
      if (status === 200) {
        return fail(
          expected,
          '200: everybody on the internet can read it',
          `Close it: aws s3api put-public-access-block --bucket ${deployBucket} --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true`,
          'bucket-public',
        );
      }
      return {
        verdict: 'unknown',
        expected,
        found: `${status} ${errorCode}`.trim(),
        fix: 'Check again in a minute.',
      };
    },
  }),
  check({
    id: 'presigned.given',
    title: 'Your URL works',
    why: 'A presigned URL says by itself who signed it, and until when: most of what goes wrong can be read off it.',
    required: ['names'],
    raw: ['givenUrl'],
    judge({ names: { deployBucket: bucket }, givenUrl }, { lab: { region }, now, url: text }) {
      if (text === undefined) return undefined;
      const presignCommand = `aws s3 presign s3://${bucket}/index.html --expires-in 3600 --region ${region}`;
      const url = parseSignedUrl(text);
      if (url === undefined || url === 'unsigned') {
        const found = url === undefined ? 'this is no URL' : 'the URL carries no signature';
        return fail(
          expectedGiven,
          found,
          `Copy all of what this prints, between quotes: ${presignCommand}`,
          'url-not-presigned',
        );
      }
      const response = givenUrl.state === 'known' ? givenUrl.value : undefined;
      return diagnose({ url, bucket, response, now, presignCommand }, givenUrl);
    },
  }),
];
