export interface Contrast {
  readonly text: string;
  readonly colours: string;
  readonly ratio: number;
}

/**
 * Contrast of every visible text with what is behind it, by the formula of WCAG 2. Runs inside a page, so it uses
 * nothing from outside itself.
 */
export function contrasts(): readonly Contrast[] {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const rgbOf = (colour: string): readonly number[] => {
    if (canvas === null) throw new Error('the browser has no canvas');
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (rgb: readonly number[]): number => {
    const [red = 0, green = 0, blue = 0] = rgb.map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (element: Element): readonly number[] => {
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      const box = at.tagName === 'g' ? at.querySelector(':scope > rect') : null;
      const colour = box === null ? getComputedStyle(at).backgroundColor : getComputedStyle(box).fill;
      const rgb = rgbOf(colour);
      if (rgb[3] === 255) return rgb;
    }
    return [255, 255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found: Contrast[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent?.trim() ?? '';
    if (
      element === null ||
      text === '' ||
      !element.checkVisibility() ||
      /^(?:SCRIPT|STYLE|title|desc)$/.test(element.tagName)
    )
      continue;
    const style = getComputedStyle(element);
    const colour = element instanceof SVGElement ? style.fill : style.color;
    const [one, other] = [luminance(rgbOf(colour)), luminance(behind(element))];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    found.push({
      text: text.slice(0, 40),
      colours: `${colour} on ${behind(element).join()}`,
      ratio: Math.round(ratio * 100) / 100,
    });
  }
  return found;
}
