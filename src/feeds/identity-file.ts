/** Where a package file says itself what it is: the .nuspec of a .nupkg, the package.json of an npm package. */
export type IdentityFile = 'nuspec' | 'package.json';
