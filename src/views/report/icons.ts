import type { DeploymentWord, NodeWord, RunStateWord } from '../status/words.ts';
import { Html, html } from './html.ts';

export type StateWord = RunStateWord | DeploymentWord | NodeWord;

/** Six looks for all states: a shape, a colour, and always the word beside it. */
export type Look = 'ok' | 'bad' | 'run' | 'wait' | 'ask' | 'off';

export function lookOf(word: StateWord): Look {
  switch (word) {
    case 'succeeded':
      return 'ok';
    case 'failed':
    case 'errored':
    case 'timed-out':
    case 'undone':
      return 'bad';
    case 'running':
      return 'run';
    case 'blocked':
    case 'paused':
      return 'wait';
    case 'unknown':
      return 'ask';
    case 'waiting':
    case 'cancelled':
    case 'skipped':
      return 'off';
    default:
      return word satisfies never;
  }
}

const shapes: { readonly [look in Look]: string } = {
  ok: '<circle cx="8" cy="8" r="7"/><path class="i" d="M4.6 8.3 7 10.7l4.5-5"/>',
  bad: '<path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z"/><path class="i" d="m5.4 5.4 5.2 5.2m0-5.2-5.2 5.2"/>',
  run: '<circle cx="8" cy="8" r="7"/><path class="f" d="M6.3 4.9v6.2L11.2 8z"/>',
  wait: '<path d="M8 .8 15.6 14.6H.4z"/><path class="i" d="M8 6v4m0 1.9v.5"/>',
  ask: '<path d="M8 .6 15.4 8 8 15.4.6 8z"/><path class="i" d="M6.2 6.4c.2-2.4 3.7-2.2 3.6-.1C9.7 7.6 8 7.7 8 9.2m0 1.9v.3"/>',
  off: '<circle class="o" cx="8" cy="8" r="6"/><path class="o" d="M5.4 8h5.2"/>',
};

/** The shapes, once per page. */
export function iconSheet(): Html {
  const symbols = Object.entries(shapes).map(
    ([look, shape]) => `<symbol id="i-${look}" viewBox="0 0 16 16">${shape}</symbol>`,
  );
  return new Html(`<svg class="sheet" aria-hidden="true" width="0" height="0">${symbols.join('')}</svg>`);
}

/** Decoration: the word that says the same stands beside it. */
export function icon(look: Look): Html {
  return html`<svg class="icon ${look}" aria-hidden="true"><use href="#i-${look}"/></svg>`;
}

export function pill(word: StateWord, text: string = word): Html {
  const look = lookOf(word);
  return html`<span class="pill ${look}">${icon(look)}${text}</span>`;
}
