<#
.SYNOPSIS
Applies the bundle that this file stands in, on Windows.
.DESCRIPTION
Needs Windows PowerShell 5.1 or PowerShell 7; age for secrets that are encrypted to a key of the site; nothing else.
It checks the signature and every digest, runs the steps in order, remembers each one that is done, and writes a
signed receipt. Run it again after anything that stopped it: it goes on where it was.

  powershell -ExecutionPolicy Bypass -File deploy.ps1 -Site C:\site

Exit codes: 0 done, 1 a step failed, 2 refused before anything ran, 3 nobody knows how a step ended, 4 another deploy
works on this site, 130 stopped.
.PARAMETER Site
The folder to install to; or RELEASE_SITE.
.PARAMETER Values
A file of lines name=value for values of the site, instead of questions.
.PARAMETER PassphraseFile
Instead of RELEASE_DROP_PASSPHRASE and the question.
.PARAMETER Identity
The file that opens what is encrypted to a key of the site; or RELEASE_DROP_IDENTITY.
.PARAMETER KeyFingerprint
At the first use: refuse a bundle of any other key.
.PARAMETER Check
Only check that the bundle is whole, and say what it needs.
.PARAMETER AllowDowngrade
Apply a version that is older than what is installed.
.PARAMETER Rerun
Numbers of steps that run again though nobody knows how they ended.
.PARAMETER Done
Numbers of steps that count as done.
.PARAMETER Receipt
A file to copy the receipt to.
.PARAMETER Bundle
The folder of the bundle, where it is not the one of this file.
#>
param(
  [string] $Site = $env:RELEASE_SITE,
  [string] $Values,
  [string] $PassphraseFile,
  [string] $Identity = $env:RELEASE_DROP_IDENTITY,
  [string] $KeyFingerprint,
  [switch] $Check,
  [switch] $AllowDowngrade,
  [string[]] $Rerun = @(),
  [string[]] $Done = @(),
  [string] $Receipt,
  [string] $Bundle = $PSScriptRoot
)
$ErrorActionPreference = 'Stop'
if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {
  Write-Warning 'refused: a policy of this machine keeps PowerShell to a constrained language, in which nothing can be checked'
  exit 2
}

# All that has to be exact is C#, in the words of its version 5, which both PowerShells compile in memory. It is put in here
# when a bundle is made.
$source = @'
#{source}
'@

# What PowerShell does better, or alone.
$ask = {
  param($question)
  try { $answer = Read-Host -Prompt $question -AsSecureString } catch { return '' }
  return (New-Object System.Net.NetworkCredential '', $answer).Password
}
$link = {
  param($path, $target)
  $kind = 'SymbolicLink'
  # A junction needs no privilege.
  if ([Release.Drop.Outside]::IsWindows) { $kind = 'Junction' }
  New-Item -ItemType $kind -Path $path -Value $target -ErrorAction Stop | Out-Null
}
$linkTarget = {
  param($path)
  return [string] @((Get-Item -LiteralPath $path -Force -ErrorAction Stop).Target)[0]
}
$unlink = {
  param($path)
  (Get-Item -LiteralPath $path -Force -ErrorAction Stop).Delete()
}

function Get-FullPath([string] $Path) {
  return $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
}

function Get-Number([string[]] $Text) {
  return @($Text -split '[\s,]+' | Where-Object { $_ } | ForEach-Object { [int] $_ })
}

try {
  if ($PSVersionTable.PSVersion.Major -lt 6) {
    Add-Type -AssemblyName System.Core
    Add-Type -AssemblyName System.Numerics
    $references = [System.Linq.Enumerable].Assembly.Location, [System.Numerics.BigInteger].Assembly.Location
    Add-Type -TypeDefinition $source -ReferencedAssemblies $references -IgnoreWarnings
  } else {
    Add-Type -TypeDefinition $source -IgnoreWarnings
  }
  [Release.Drop.Outside]::Ask = [Func[string, string]] $ask
  [Release.Drop.Outside]::Link = [Action[string, string]] $link
  [Release.Drop.Outside]::LinkTarget = [Func[string, string]] $linkTarget
  [Release.Drop.Outside]::Unlink = [Action[string]] $unlink
  # The editor that came with Windows PowerShell runs no files.
  $shell = Join-Path $PSHOME 'powershell.exe'
  if (-not (Test-Path -LiteralPath $shell)) { $shell = (Get-Process -Id $PID).Path }
  [Release.Drop.Outside]::PowerShell = $shell
  if ([Release.Drop.Outside]::IsWindows) {
    [Release.Drop.Outside]::Owner = [System.Security.Principal.WindowsIdentity]::GetCurrent().User.Value
  }

  $options = New-Object Release.Drop.Options
  $options.Bundle = Get-FullPath $Bundle
  $options.CheckOnly = [bool] $Check
  $options.AllowDowngrade = [bool] $AllowDowngrade
  if ($Site) { $options.Site = Get-FullPath $Site }
  if ($Values) { $options.Values = Get-FullPath $Values }
  if ($PassphraseFile) { $options.PassphraseFile = Get-FullPath $PassphraseFile }
  if ($Identity) { $options.Identity = Get-FullPath $Identity }
  if ($Receipt) { $options.Receipt = Get-FullPath $Receipt }
  if ($KeyFingerprint) { $options.KeyFingerprint = $KeyFingerprint }
  if ($env:RELEASE_DROP_PASSPHRASE) { $options.Passphrase = $env:RELEASE_DROP_PASSPHRASE }
  foreach ($number in Get-Number $Rerun) { [void] $options.Rerun.Add($number) }
  foreach ($number in Get-Number $Done) { [void] $options.Done.Add($number) }
} catch {
  [Console]::Error.WriteLine("refused: $($_.Exception.Message)")
  exit 2
}
exit [Release.Drop.Deploy]::Run($options)
