import { createHash } from 'node:crypto';
import { extensionOf } from '../local/script-store.ts';
import { shellQuote } from '../shell-quote.ts';
import type { Interpreter } from '../target.ts';
import type { Connection } from './connection.ts';
import { refusal } from './failures.ts';
import { remoteFiles } from './remote-program.ts';

/** The folder of one target on the other side: made and told when it is first needed. */
export class Place {
  readonly connection: Connection;
  readonly #path: string;
  #base: Promise<string> | undefined;
  readonly #known = new Map<string, Promise<string>>();

  constructor(connection: Connection, path: string) {
    this.connection = connection;
    this.#path = path;
  }

  /** Absolute, without links. */
  base(): Promise<string> {
    return remembered(
      this.#base,
      (made) => {
        this.#base = made;
      },
      () => this.#open(),
    );
  }

  /** A file with this script, kept once however many tickets run it. */
  script(interpreter: Interpreter, text: string): Promise<string> {
    const name = `${createHash('sha256').update(text).digest('hex')}.${extensionOf(interpreter, text)}`;
    return this.#file(`scripts/${name}`, text);
  }

  /** The file of one of our own programs, by the beginning of its name. */
  program(prefix: string): Promise<string> {
    const file = remoteFiles.find(({ name }) => name.startsWith(prefix));
    if (file === undefined) throw new RangeError(`No program ${prefix}`);
    return this.#file(`lib/${file.name}`, file.text);
  }

  /** Distinguishes this folder in what several share, such as /dev/shm. */
  async key(): Promise<string> {
    return createHash('sha256')
      .update(await this.base())
      .digest('hex')
      .slice(0, 16);
  }

  async #open(): Promise<string> {
    const what = `use the folder ${this.#path}`;
    const text = await this.connection.must(`( _release_open ${shellQuote(this.#path)} )`, what);
    const base = text.trimEnd().split('\n').at(-1) ?? '';
    if (!base.startsWith('/')) throw refusal(this.connection.host, what, text);
    return base;
  }

  #file(name: string, text: string): Promise<string> {
    return remembered(
      this.#known.get(name),
      (made) => (made === undefined ? this.#known.delete(name) : this.#known.set(name, made)),
      async () => {
        const path = `${await this.base()}/.release/${name}`;
        const end = `release_end_${createHash('sha256').update(text).digest('hex')}`;
        const body = text.endsWith('\n') ? text : `${text}\n`;
        const command = `_release_write ${shellQuote(path)} <<'${end}'\n${body}${end}`;
        await this.connection.must(command, 'take a script');
        return path;
      },
    );
  }
}

/** What a promise gives, asked again when it failed. */
function remembered<T>(
  known: Promise<T> | undefined,
  keep: (made: Promise<T> | undefined) => void,
  make: () => Promise<T>,
): Promise<T> {
  if (known !== undefined) return known;
  const made = make();
  keep(made);
  made.catch(() => keep(undefined));
  return made;
}
