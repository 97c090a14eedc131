/** What a folder holds under one name; a link is not followed. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
}

/**
 * Where a workspace is read from: the disk (`diskFiles`), or any other tree of files such as a commit. Paths are those
 * of the place itself. All of them throw the system's error when a thing is missing or may not be read.
 */
export interface WorkspaceFiles {
  readonly list: (folder: string) => readonly FolderEntry[];
  readonly read: (file: string) => Uint8Array;
  /** The path with all links followed. */
  readonly resolve: (path: string) => string;
  readonly kindOf: (path: string) => FolderEntry['kind'];
  readonly exists: (path: string) => boolean;
  /** Puts a whole file in place at once, or throws; readers see the old or the new one, never half of it. */
  readonly replace: (file: string, parts: readonly Uint8Array[]) => void;
}
