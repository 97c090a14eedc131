import { GroupScan } from './group-scan.ts';
import { Launcher, type LauncherSetup } from './launcher.ts';

/** So many launchers stay for the next script. More scripts at once are fine, each brings its own. */
const maxIdle = 64;

/** Looking at all processes is dearer than a script: it is done for this many launchers at once. */
const maxUnproven = 24;
/** Launchers are dearer still: only after every so many scripts one more is kept to make those looks rarer. */
const scriptsPerSpare = 4;

/**
 * Hands out launchers. A script may leave processes behind in the group of its launcher; then that launcher is not used
 * again, so that a later cancel in that group cannot reach them. Used launchers are `unproven` until we have looked.
 */
export class LauncherPool {
  readonly #setup: LauncherSetup;
  readonly #scan = new GroupScan();
  #idle: Launcher[] = [];
  #unproven: Launcher[] = [];
  readonly #alive = new Set<number>();
  #finished = 0;
  #closed = false;

  constructor(setup: LauncherSetup) {
    this.#setup = setup;
  }

  /** Takes a launcher for one script. Throws when no process can be made. */
  acquire(): Launcher {
    const wanted = Math.min(maxUnproven, 1 + Math.floor(this.#finished / scriptsPerSpare));
    if (this.#idle.length === 0 && this.#unproven.length >= wanted) this.#prove();
    return this.#idle.pop() ?? this.#start();
  }

  /** Gives back a launcher whose script has ended. */
  release(launcher: Launcher): void {
    this.#finished += 1;
    if (launcher.dead) return;
    if (this.#closed || this.#idle.length + this.#unproven.length >= maxIdle) launcher.end();
    else this.#unproven.push(launcher);
  }

  /** Running scripts go on; their launchers end after them. */
  close(): void {
    this.#closed = true;
    for (const launcher of [...this.#idle.splice(0), ...this.#unproven.splice(0)]) launcher.end();
  }

  #start(): Launcher {
    const launcher = new Launcher(this.#setup, (ended) => this.#forget(ended));
    this.#alive.add(launcher.identity.pid);
    return launcher;
  }

  #prove(): void {
    const crowded = this.#scan.crowdedGroups(this.#alive);
    for (const launcher of this.#unproven.splice(0)) {
      if (crowded.has(launcher.identity.pid)) launcher.end();
      else this.#idle.push(launcher);
    }
  }

  #forget(launcher: Launcher): void {
    this.#alive.delete(launcher.identity.pid);
    this.#idle = this.#idle.filter((other) => other !== launcher);
    this.#unproven = this.#unproven.filter((other) => other !== launcher);
  }
}
