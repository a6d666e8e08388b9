import { expect, it } from 'vitest';
import { htmlPage, joinMarkup, markup } from '../../terminal/html.ts';
import { expectInert, expectOwnMarkup, hostile } from '../kit/hostile.ts';

const textOf = (main: ReturnType<typeof markup>) =>
  /<main>\n(.*)\n<\/main>/s.exec(htmlPage({ title: 't', style: markup``, main }))?.[1];

it('escapes every value that is not HTML already', () => {
  expect(textOf(markup`<p title="${'"'}">${"<b>&'"}</p>`)).toBe('<p title="&quot;">&lt;b&gt;&amp;&#39;</p>');
  expect(textOf(markup`<p>${['<i>', markup`<b>${'<'}</b>`, [3, undefined]]}</p>`)).toBe(
    '<p>&lt;i&gt;<b>&lt;</b>3</p>',
  );
  expect(textOf(markup`${joinMarkup(['<', '>', markup`<i>`], markup`<br>`)}`)).toBe('&lt;<br>&gt;<br><i>');
  expect(textOf(markup`${`<p>${'<b>'}</p>`}`)).toBe('&lt;p&gt;&lt;b&gt;&lt;/p&gt;');
});

it('writes pages in which no text acts, wherever it stands', () => {
  const main = markup`<p>${hostile}</p>${[hostile, markup`${hostile}`]}`;
  const page = htmlPage({ title: hostile, style: markup``, main });
  expectInert(page.replaceAll('##[', '').replace(/^\s*::/gm, ''), 'the page');
  expectOwnMarkup(page, 'the page');
});
