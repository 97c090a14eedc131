namespace Release.Drop
{
    using System.Collections.Generic;

    // What was said to deploy.ps1; paths are absolute, and null where nothing was said.
    public sealed class Options
    {
        public string Bundle, Site, Values, Passphrase, PassphraseFile, Identity, KeyFingerprint, Receipt;
        public bool CheckOnly, AllowDowngrade;
        // Numbers of steps.
        public readonly HashSet<int> Rerun = new HashSet<int>();
        public readonly HashSet<int> Done = new HashSet<int>();
    }
}
