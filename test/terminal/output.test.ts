import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeControls, escapeLine } from '../../terminal/escape-control.ts';
import { clearLine, outputText, ownSequence } from '../../terminal/output.ts';
import { painter } from '../../terminal/paint.ts';

/** Code points that act or are invisible. Each is listed as a range. */
const acting: [number, number][] = [
  ...([
    [0, 8],
    [0xb, 0x1f],
    [0x7f, 0x9f],
    [0xad, 0xad],
    [0x61c, 0x61c],
    [0x180e, 0x180e],
  ] as const),
  ...([
    [0x200b, 0x200f],
    [0x2028, 0x202e],
    [0x2060, 0x206f],
    [0xfeff, 0xfeff],
    [0xfff9, 0xfffb],
  ] as const),
  ...([
    [0xd800, 0xd800],
    [0xdfff, 0xdfff],
    [0xfffe, 0xffff],
    [0xe0000, 0xe007f],
  ] as const),
].map(([from, to]) => [from, to]);

const allActing = acting.flatMap(([from, to]) =>
  Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index)),
);

describe('text that is printed', () => {
  it('has an escape in place of each character that acts or is invisible', () => {
    for (const one of allActing) {
      const units = one.split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'));
      expect(outputText(`a${one}b`)).toBe(`a\\u${units.join('\\u')}b`);
    }
    expect(escapeLine('a\n\tb')).toBe('a\\u000a\\u0009b');
  });

  it.each(['naïve, 日本語, العربية', '👍🏽 ❤️ 👩‍👩‍👧 🏳️‍🌈', 'a\tb\nc', '1,2;"x"\r\n3'])(
    'is unchanged: %s',
    (text) => {
      expect(outputText(text)).toBe(text);
    },
  );

  it('keeps an invisible joiner only within an emoji', () => {
    expect(escapeControls('pass\u200dword 👩\u200dx')).toBe('pass\\u200dword 👩\\u200dx');
  });

  it('has no line that a workflow takes for a command', () => {
    const text = 'Release\n::error::x\n \t::set-env name=A::b\r\n::add-mask::c x ##[group]y\u0085::e::';
    expect(outputText(text)).toBe(
      'Release\n\\u003a:error::x\n \t\\u003a:set-env name=A::b\r\n\\u003a:add-mask::c x \\u0023#[group]y\\u0085::e::',
    );
    expect(outputText('std::string, C# and ## heading')).toBe('std::string, C# and ## heading');
  });

  it('stays the same JSON document', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = JSON.stringify(value, null, 2);
        expect(JSON.parse(outputText(text))).toEqual(JSON.parse(text));
      }),
    );
    const all = { text: `\\${allActing.join('\\')}##[x]\n::error::x` };
    expect(JSON.parse(outputText(JSON.stringify(all)))).toEqual(all);
  });

  it('keeps our own styles, and no other ones', () => {
    const paint = painter(true);
    expect(outputText(`${paint.red('a\u001b[8mb')}\u001b[31mc${clearLine}`)).toBe(
      '\u001b[31ma\\u001b[8mb\u001b[39m\\u001b[31mc\r\u001b[2K',
    );
    expect(outputText(`${ownSequence('::')}error::a\n::error::b`)).toBe('::error::a\n\\u003a:error::b');
  });

  it('cannot contain a style that another process marked', () => {
    const forged = ownSequence('\u001b[8m').replace(/[0-9a-f]{8}-/g, '00000000-');
    expect(outputText(forged)).not.toContain('\u001b');
  });
});
