import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface EditorDiagnostic {
  readonly message: string;
  readonly severity: number;
  readonly range: { readonly start: Position; readonly end: Position };
}

interface Incoming {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly items?: readonly { readonly section: string }[] } & Readonly<Record<string, unknown>>;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** The YAML server that VS Code and others start, spoken to as an editor does. */
export class LanguageServer {
  readonly #folder: string;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting = new Map<number, (answer: Incoming) => void>();
  readonly #diagnostics = new Map<string, readonly EditorDiagnostic[]>();
  readonly #told = new Set<() => void>();
  #input = Buffer.alloc(0);
  #last = 0;
  readonly #settings: Readonly<Record<string, unknown>>;

  /** `folder` is what the editor has open; its settings are read from `.vscode/settings.json`. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#settings = readSettings(folder);
    const program = join(require.resolve('yaml-language-server/package.json'), '../bin/yaml-language-server');
    this.#child = spawn(process.execPath, [program, '--stdio'], { stdio: 'pipe' });
    this.#child.stdout.on('data', (piece: Buffer) => this.#take(piece));
  }

  async start(): Promise<void> {
    const uri = pathToFileURL(this.#folder).href;
    await this.#ask('initialize', {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: 'workspace' }],
      capabilities: {
        workspace: {
          configuration: true,
          workspaceFolders: true,
          didChangeConfiguration: { dynamicRegistration: true },
        },
        textDocument: {
          completion: { completionItem: { snippetSupport: false, documentationFormat: ['markdown'] } },
          hover: { contentFormat: ['markdown'] },
          publishDiagnostics: { relatedInformation: true },
        },
      },
    });
    this.#tell('initialized', {});
    this.#tell('workspace/didChangeConfiguration', { settings: this.#sections() });
  }

  stop(): void {
    this.#child.kill();
  }

  /** Opens a file with this text and waits for what is wrong with it. */
  async open(path: string, text: string): Promise<readonly EditorDiagnostic[]> {
    const uri = this.#uri(path);
    this.#diagnostics.delete(uri);
    this.#tell('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
    for (const end = Date.now() + 60_000; !this.#diagnostics.has(uri); ) {
      if (Date.now() > end) throw new Error(`the server said nothing about ${path}`);
      await new Promise<void>((done) => {
        const timer = setTimeout(done, 500);
        this.#told.add(() => {
          clearTimeout(timer);
          done();
        });
      });
    }
    return this.#diagnostics.get(uri) ?? [];
  }

  close(path: string): void {
    this.#tell('textDocument/didClose', { textDocument: { uri: this.#uri(path) } });
  }

  async hover(path: string, position: Position): Promise<string> {
    const answer = await this.#ask('textDocument/hover', { textDocument: { uri: this.#uri(path) }, position });
    return (answer as { readonly contents?: { readonly value?: string } } | null)?.contents?.value ?? '';
  }

  /** Labels of what is offered, with their documentation. */
  async complete(path: string, position: Position): Promise<ReadonlyMap<string, string>> {
    const answer = await this.#ask('textDocument/completion', { textDocument: { uri: this.#uri(path) }, position });
    const { items } = answer as {
      readonly items: readonly { label: string; documentation?: string | { value: string } }[];
    };
    const wordsOf = (text: string | { value: string } | undefined): string =>
      typeof text === 'object' ? text.value : (text ?? '');
    return new Map(items.map(({ label, documentation }) => [label, wordsOf(documentation)]));
  }

  #uri(path: string): string {
    return pathToFileURL(join(this.#folder, path)).href;
  }

  #sections(): object {
    const yaml: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(this.#settings)) if (key.startsWith('yaml.')) yaml[key.slice(5)] = value;
    // Editors ask the store of schemas on the network unless they are told not to; tests have none.
    return {
      yaml: { ...yaml, validate: true, hover: true, completion: true, schemaStore: { enable: false } },
      http: {},
    };
  }

  #ask(method: string, params: object): Promise<unknown> {
    const id = ++this.#last;
    this.#send({ id, method, params });
    return new Promise((done, fail) => {
      this.#waiting.set(id, ({ result, error }) => (error ? fail(new Error(error.message)) : done(result)));
    });
  }

  #tell(method: string, params: object): void {
    this.#send({ method, params });
  }

  #send(message: object): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #take(piece: Buffer): void {
    this.#input = Buffer.concat([this.#input, piece]);
    for (;;) {
      const end = this.#input.indexOf('\r\n\r\n');
      const length = Number(/Content-Length: (\d+)/i.exec(this.#input.subarray(0, Math.max(0, end)).toString())?.[1]);
      if (end < 0 || this.#input.length < end + 4 + length) return;
      const message = JSON.parse(this.#input.subarray(end + 4, end + 4 + length).toString()) as Incoming;
      this.#input = this.#input.subarray(end + 4 + length);
      this.#read(message);
    }
  }

  #read({ id, method, params, result, error }: Incoming): void {
    if (method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = params as unknown as { uri: string; diagnostics: readonly EditorDiagnostic[] };
      this.#diagnostics.set(uri, diagnostics);
      for (const told of this.#told) told();
      this.#told.clear();
    } else if (method === 'workspace/configuration') {
      const sections = this.#sections() as Readonly<Record<string, unknown>>;
      this.#send({ id, result: (params?.items ?? []).map(({ section }) => sections[section] ?? null) });
    } else if (method !== undefined && id !== undefined) this.#send({ id, result: null });
    else if (id !== undefined) {
      this.#waiting.get(id)?.({ result, ...(error !== undefined && { error }) });
      this.#waiting.delete(id);
    }
  }
}

function readSettings(folder: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(join(folder, '.vscode/settings.json'), 'utf8'));
}
