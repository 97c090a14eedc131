import { shortestPart } from './secret-forms.ts';

const buckets = 65_536;
const anyWordCharacter = /[\p{L}\p{N}_]/u;

/** What was found out about one position of a text. `undecided`: more text could still make it a match. */
export type IndexHit = number | 'undecided';

/** Strings with one beginning: however many, a look costs one step for each different length. */
interface Family {
  readonly forms: Set<string>;
  /** Longest first. */
  readonly lengths: number[];
}

/** Finds which of many strings starts at a position, in a time that does not grow with their number. */
export class SecretIndex {
  readonly #filter = new Uint8Array(buckets);
  /** By their first characters. */
  readonly #long = new Map<string, Family>();
  readonly #short = new Set<string>();
  /** The first characters of all strings, too few to tell which one it is. */
  readonly #beginnings = new Set<string>();
  readonly #wordCharacter: RegExp;

  /** `wordCharacter`: what a short secret is no secret beside. */
  constructor(wordCharacter: RegExp = anyWordCharacter) {
    this.#wordCharacter = wordCharacter;
  }

  get isEmpty(): boolean {
    return this.#long.size === 0 && this.#short.size === 0;
  }

  add(form: string): void {
    for (let length = 1; length < shortestPart; length += 1) this.#beginnings.add(form.slice(0, length));
    if (form.length < shortestPart) {
      this.#short.add(form);
      return;
    }
    this.#filter[bucketOf(form, 0)] = 1;
    const start = form.slice(0, shortestPart);
    const family = this.#long.get(start) ?? { forms: new Set(), lengths: [] };
    this.#long.set(start, family);
    family.forms.add(form);
    if (family.lengths.includes(form.length)) return;
    family.lengths.push(form.length);
    family.lengths.sort((one, other) => other - one);
  }

  /** The length of the longest string that starts there, 0 for none. `complete`: no text will follow. */
  at(text: string, position: number, complete: boolean): IndexHit {
    const left = text.length - position;
    if (left < shortestPart) {
      const goesOn = !complete && this.#beginnings.has(text.slice(position));
      return goesOn ? 'undecided' : this.#shortAt(text, position);
    }
    if (this.#filter[bucketOf(text, position)] === 1) {
      const hit = this.#longAt(text, position, complete);
      if (hit !== 0) return hit;
    }
    return this.#shortAt(text, position);
  }

  #longAt(text: string, position: number, complete: boolean): IndexHit {
    const family = this.#long.get(text.slice(position, position + shortestPart));
    if (family === undefined) return 0;
    const left = text.length - position;
    if (!complete && (family.lengths[0] ?? 0) > left && goesOn(family, text.slice(position))) return 'undecided';
    const fits = (length: number) => length <= left && family.forms.has(text.slice(position, position + length));
    return family.lengths.find(fits) ?? 0;
  }

  /** A secret of one to three characters counts where no letter or digit goes on with its own. */
  #shortAt(text: string, position: number): number {
    if (this.#short.size === 0) return 0;
    for (let length = Math.min(shortestPart - 1, text.length - position); length > 0; length -= 1) {
      const token = text.slice(position, position + length);
      if (this.#short.has(token) && this.#isWholeToken(text, position, length)) return length;
    }
    return 0;
  }

  #isWholeToken(text: string, position: number, length: number): boolean {
    const isWord = (at: number): boolean => this.#wordCharacter.test(text.charAt(at));
    const joins = (left: number): boolean => isWord(left) && isWord(left + 1);
    return !joins(position - 1) && !joins(position + length - 1);
  }
}

function goesOn({ forms }: Family, rest: string): boolean {
  for (const form of forms) if (form.length > rest.length && form.startsWith(rest)) return true;
  return false;
}

function bucketOf(text: string, at: number): number {
  const start = text.charCodeAt(at) ^ (text.charCodeAt(at + 1) << 4);
  return (start ^ (text.charCodeAt(at + 2) << 8) ^ (text.charCodeAt(at + 3) << 11)) & (buckets - 1);
}
