/** How the file ends that holds what V8 compiled: with the one Node that made it, and that alone may read it. */
export function codeEnding(statSync) {
  return `.${process.version}-${process.platform}-${process.arch}-${statSync(process.execPath).size}.code`;
}

/**
 * Stands at the top of a built program, as text: loads the files that the program is made of with what V8 compiled of
 * them when they were built (`compile-ahead.mjs`), which takes half the time of compiling them anew. V8 trusts such
 * bytes, and two versions of Node may have one version of V8 in them that does not understand the other, so their file
 * is named after the one Node that made it, and begins with their digest. Without one the text is compiled as usual.
 * Names of files hold a digest of their text, so that a file and what was compiled of it cannot be of two builds.
 *
 * `endingOf`: `codeEnding`. `importModule`: Node lets code that was compiled ahead import nothing by itself.
 */
export function chunkLoader(require, folder, importModule, endingOf) {
  const { readFileSync, statSync } = require('node:fs');
  const { Script } = require('node:vm');
  const { join } = require('node:path');
  const digestBytes = 32;
  const loaded = new Map();
  const ending = endingOf(statSync);
  const compiledAhead = (filename) => {
    try {
      const bytes = readFileSync(`${filename}${ending}`);
      const code = bytes.subarray(digestBytes);
      const digest = require('node:crypto').hash('sha256', code, 'buffer');
      return digest.equals(bytes.subarray(0, digestBytes)) ? code : undefined;
    } catch {
      return undefined;
    }
  };
  const load = (id) => {
    if (!id.startsWith('./')) return require(id);
    const known = loaded.get(id);
    if (known !== undefined) return known.exports;
    const chunk = { exports: {} };
    loaded.set(id, chunk);
    const filename = join(folder, id);
    const text = readFileSync(filename, 'utf8');
    const whole = `(function (exports, require, module, __filename, importModule) {${text}\n})`;
    const script = new Script(whole, { filename, cachedData: compiledAhead(filename) });
    script.runInThisContext()(chunk.exports, load, chunk, filename, importModule);
    return chunk.exports;
  };
  return load;
}
