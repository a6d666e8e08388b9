import fastStringWidth from 'fast-string-width';
import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../terminal/columns.ts';

describe('the columns of a text', () => {
  it.each([
    ['', 0],
    ['step-5 pipeline', 15],
    ['✓ passed · ✗ failed … → ─', 25],
    ['Zoë', 3],
    ['Zoe\u0308', 3],
    ['日本語', 6],
    ['\uff21', 2],
    ['✅ done', 7],
    ['👩‍👩‍👧', 2],
    ['🇩🇪', 2],
    ['\u2764\ufe0f', 2],
    ['\u2194\ufe0f', 2],
    ['1\ufe0f\u20e3', 2],
  ])('%j has %i', (text, columns) => {
    expect(columnsOf(text)).toBe(columns);
  });

  it('counts every character of the fast path as the library does', () => {
    const characters = Array.from({ length: 0x3000 }, (_, index) => String.fromCharCode(index + 0x20));
    for (const one of characters.filter((one) => columnsOf(`a${one}`) === 2))
      expect(fastStringWidth(`a${one}`), `U+${one.charCodeAt(0).toString(16)}`).toBe(2);
  });
});
