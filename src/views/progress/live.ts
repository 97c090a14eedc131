import { Listr, type ListrTask, Spinner } from 'listr2';

/** What listr2's task list is drawn with. `draw` gets the spinner's picture, ten times a second. */
export interface LiveOptions {
  readonly waves: readonly string[];
  readonly draw: (spinner: string) => void;
  /** Drawn once more, and for good. */
  readonly leave: () => void;
}

export interface Live {
  /** Ends the task list; resolves when its last frame is drawn. */
  stop(): Promise<void>;
}

const frameMilliseconds = 100;

/**
 * A listr2 task per wave, drawn by a renderer of our own. The renderers of listr2 break lines by the width of stdout,
 * take over its stream and redraw on each change of a task, so they fit neither a progress on stderr nor ten thousand
 * tenants; its task list and its frame clock do.
 */
export function startLive({ waves, draw, leave }: LiveOptions): Live {
  let finish = (): void => {};
  const stopped = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const tasks = waves.map((title): ListrTask => ({ title, task: () => stopped }));
  const list = new Listr(tasks, {
    concurrent: true,
    // Signals are the runner's: it stops cleanly, listr2 would leave at once.
    registerSignalListeners: false,
    renderer: rendererFor(draw, leave),
  });
  const running = list.run();
  return {
    stop: async () => {
      finish();
      await running;
    },
  };
}

function rendererFor(draw: (spinner: string) => void, leave: () => void) {
  return class WaveRenderer {
    static readonly nonTTY = true;
    static readonly rendererOptions = {};
    static readonly rendererTaskOptions = {};
    readonly #spinner = new Spinner();

    readonly render = (): void => {
      draw(this.#spinner.fetch());
      this.#spinner.start(() => draw(this.#spinner.fetch()), frameMilliseconds);
    };

    readonly end = (): void => {
      this.#spinner.stop();
      leave();
    };
  };
}
