/** Where text goes. A reader that went away is no error: what is written after that is dropped. */
export interface Output {
  readonly isTerminal: boolean;
  /** Size of the terminal as it is now; 100 columns and 40 rows when there is none. */
  readonly columns: number;
  readonly rows: number;
  readonly write: (text: string) => void;
  /** True once the reader went away. */
  readonly closed: () => boolean;
}

export type StopSignal = 'SIGINT' | 'SIGTERM';

/** All that the command line knows of the world around it. Made from the real process in main.ts alone. */
export interface Surroundings {
  /** Without the program and the script. */
  readonly arguments: readonly string[];
  /** Absolute path. */
  readonly directory: string;
  readonly environment: { readonly [name: string]: string | undefined };
  readonly stdout: Output;
  readonly stderr: Output;
  /** Prints a question and gives the line that is typed. Absent where nobody can answer. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly version: string;
  readonly pid: number;
  /** Sends a signal to a process, or to a process group by its negative number; throws ESRCH when there is none. */
  readonly kill: (pid: number, signal: 'SIGTERM' | 'SIGKILL') => void;
  /** Node and the file of `mask-output.ts`, absolute: see `targets/target-maker.ts`. */
  readonly maskingProgram: readonly string[];
  /** Such as `20.20.2`. */
  readonly nodeVersion: string;
  readonly platform: string;
  /** Calls the handler for each signal instead of dying; gives back what ends that. */
  readonly onSignal: (handler: (signal: StopSignal) => void) => () => void;
}
