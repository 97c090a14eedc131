/** Texts are only ever put in as text, never as HTML. @param {string} id */
export function byId(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no ${id}`);
  return found;
}

/**
 * @param {string} tag
 * @param {string} [className]
 * @param {string} [content]
 */
export function make(tag, className, content) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (content !== undefined) element.textContent = content;
  return element;
}

const svgNames = 'http://www.w3.org/2000/svg';

/** @param {string} look */
export function icon(look) {
  const svg = document.createElementNS(svgNames, 'svg');
  svg.setAttribute('class', `icon ${look}`);
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(svgNames, 'use');
  use.setAttribute('href', `#i-${look}`);
  svg.append(use);
  return svg;
}
