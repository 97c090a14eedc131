namespace Release.Drop
{
    using System;
    using System.Collections.Generic;
    using System.Globalization;
    using System.IO;
    using System.Text;

    // Applies a bundle. Exit codes: 0 done, 1 a step failed, 2 refused before anything ran, 3 nobody knows how a step ended,
    // 4 another deploy works on this site.
    public sealed class Deploy
    {
        readonly Options options;
        readonly Manifest manifest;
        readonly Dictionary<string, string> values = new Dictionary<string, string>();
        readonly Dictionary<int, StepTexts> secrets = new Dictionary<int, StepTexts>();
        readonly List<string> hidden = new List<string>();
        static bool running;

        Deploy(Options options)
        {
            this.options = options;
            manifest = new Manifest(options.Bundle);
        }

        public static int Run(Options options)
        {
            try { return new Deploy(options).Apply(); }
            catch (Refused reason)
            {
                Outside.Say("refused: " + reason.Message);
                return 2;
            }
            catch (Exception error)
            {
                Outside.Say((running ? "it cannot go on: " : "refused: ") + error.Message);
                return running ? 1 : 2;
            }
        }

        int Apply()
        {
            Outside.Say(manifest.Project + " " + manifest.Version + " for " + manifest.Tenant + " in " + manifest.Environment + ", from run " + manifest.Run);
            Outside.Say("signed by the key " + manifest.Fingerprint);
            SortedDictionary<string, string> needs = Needs();
            if (needs.Count > 0) Outside.Say("it needs " + string.Join(", ", new List<string>(needs.Keys).ToArray()));
            if (options.CheckOnly)
            {
                Outside.Say("the bundle is whole");
                return 0;
            }
            if (options.Site == null) throw new Refused("say where to install: deploy.ps1 -Site FOLDER");
            Directory.CreateDirectory(options.Site);
            using (Site site = new Site(options.Site))
            {
                if (!site.Take())
                {
                    Outside.Say("another deploy works on this site; if a deploy.sh was cut off there, remove " + site.PathOf("lock"));
                    return 4;
                }
                CheckSite(site);
                foreach (KeyValuePair<string, string> need in needs)
                    if (Programs.Interpreter(need.Key) == null) throw new Refused("step " + need.Value + " needs " + need.Key + ", which is not installed here");
                string work = site.PathOf(Path.Combine("bundles", manifest.Id + "." + manifest.Digest.Substring(0, 12)));
                string secretText = OpenSecrets();
                ReadValues(site);
                if (secretText != null) new ShellText(secretText, ValueOf).ReadSecrets(SecretOf, hidden);
                hidden.AddRange(values.Values);
                // Whatever cannot be read in it shows now.
                foreach (ManifestStep step in manifest.Steps) TextsOf(step);
                Directory.CreateDirectory(work);
                // Only now is anything of this bundle taken up: until here a refusal left the site as it was.
                if (site.Read("owner") == null) site.Put("owner", Owner() + "\n");
                if (site.Read("trusted-key") == null)
                {
                    site.Put("trusted-key", manifest.Fingerprint + "\n");
                    Outside.Say("this key is trusted from now on");
                }
                site.Put("installed-" + manifest.Project, manifest.Order + " " + manifest.Version + "\n");
                Steps steps = new Steps(manifest, options, site, work, TextsOf, IsHidden);
                running = true;
                int code = steps.Run();
                return code != 0 ? code : Finish(site, work, steps);
            }
        }

        // By interpreter, the steps that need it. Links cannot be unpacked on Windows, which is said as early.
        SortedDictionary<string, string> Needs()
        {
            SortedDictionary<string, string> needs = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (ManifestStep step in manifest.Steps)
            {
                List<string> some = new List<string>();
                if (step.Kind == "script") some.Add(step.Interpreter);
                if (step.Kind == "package")
                {
                    List<ArchiveEntry> entries = Archive.Entries(manifest.PathOf(step.Archive));
                    ArchiveEntry link = entries.Find(delegate(ArchiveEntry entry) { return entry.Kind == '2'; });
                    if (link != null && Outside.IsWindows) throw new Refused("the package of step " + step.Number + " holds a symbolic link, " + link.Path + ", which Windows cannot unpack");
                    some.AddRange(Packages.NeededBy(entries));
                }
                foreach (string name in some)
                    needs[name] = needs.ContainsKey(name) ? needs[name] + ", " + step.Number : step.Number.ToString(CultureInfo.InvariantCulture);
            }
            return needs;
        }

        string Owner()
        {
            return manifest.Tenant + " " + manifest.Environment + " " + manifest.Target;
        }

        // Whose the site is, whom it trusts, what is there.
        void CheckSite(Site site)
        {
            string owner = (site.Read("owner") ?? Owner()).Trim(), trusted = (site.Read("trusted-key") ?? manifest.Fingerprint).Trim();
            if (owner != Owner()) throw new Refused("this site belongs to: " + owner + "; the bundle is for: " + Owner());
            if (trusted != manifest.Fingerprint)
                throw new Refused("the bundle is signed by another key than this site trusts (" + trusted + "); when the key was changed on purpose, remove " + site.PathOf("trusted-key"));
            if (options.KeyFingerprint != null && options.KeyFingerprint != manifest.Fingerprint)
                throw new Refused("the bundle is signed by another key than -KeyFingerprint says");
            string[] installed = (site.Read("installed-" + manifest.Project) ?? "").Trim().Split(' ');
            if (installed.Length == 2 && string.CompareOrdinal(manifest.Order, installed[0]) < 0 && !options.AllowDowngrade)
                throw new Refused(manifest.Project + " " + manifest.Version + " is older than " + installed[1] + ", which is installed; say -AllowDowngrade if that is meant");
            if (manifest.After == "-") return;
            // Behind the point stand the first twelve digits of its digest.
            foreach (string folder in Directory.GetDirectories(site.PathOf("bundles"), manifest.After + ".????????????"))
                if (Path.GetFileName(folder).Length == manifest.After.Length + 13 && File.Exists(Path.Combine(folder, "ended"))) return;
            throw new Refused("the bundle " + manifest.After + " comes before this one; apply it first");
        }

        // Null when there are none.
        string OpenSecrets()
        {
            if (manifest.Recipients.Count > 0) return OpenForIdentity();
            if (manifest.Rounds == 0) return null;
            string passphrase = options.Passphrase;
            if (options.PassphraseFile != null) passphrase = FirstLine(options.PassphraseFile);
            if (string.IsNullOrEmpty(passphrase)) passphrase = Outside.Ask("Passphrase of the bundle");
            if (string.IsNullOrEmpty(passphrase))
                throw new Refused("the bundle holds secrets: set RELEASE_DROP_PASSPHRASE, or give -PassphraseFile FILE");
            byte[] content = File.ReadAllBytes(Listed("secrets.enc"));
            string text = Secrets.Open(passphrase, manifest.Salt, manifest.Rounds, content, File.ReadAllText(Listed("secrets.mac")).Trim());
            if (text == null) throw new Refused("the secrets cannot be opened: the passphrase is wrong");
            return text;
        }

        string OpenForIdentity()
        {
            string whose = string.Join(" ", manifest.Recipients.ToArray()), age = Programs.Find("age") ?? Programs.Find("rage");
            if (age == null) throw new Refused("the bundle holds secrets, and neither age nor rage is installed here to open them (https://age-encryption.org)");
            if (options.Identity == null)
                throw new Refused("the bundle holds secrets for " + whose + ": give -Identity FILE, or set RELEASE_DROP_IDENTITY to the file");
            if (!File.Exists(options.Identity)) throw new Refused("the identity file " + options.Identity + " cannot be read");
            string text = Secrets.OpenForIdentity(age, options.Identity, Listed("secrets.age"));
            if (text == null) throw new Refused("the secrets cannot be opened with " + options.Identity + ": they are for " + whose);
            return text;
        }

        string Listed(string name)
        {
            if (!manifest.Lists(name)) throw new Refused("the bundle is without its secrets");
            return manifest.PathOf(name);
        }

        static string FirstLine(string file)
        {
            return File.Exists(file) ? File.ReadAllText(file).Split('\n')[0].TrimEnd('\r') : "";
        }

        void ReadValues(Site site)
        {
            if (options.Values != null && !File.Exists(options.Values)) throw new Refused(options.Values + " cannot be read");
            Dictionary<string, string> known = site.Values();
            if (options.Values != null) foreach (string line in File.ReadAllText(options.Values).Split('\n'))
            {
                int equals = line.IndexOf('=');
                if (equals > 0) known[line.Substring(0, equals)] = line.Substring(equals + 1).TrimEnd('\r');
            }
            Dictionary<string, string> kept = site.Values();
            foreach (string name in manifest.Sites)
            {
                string value;
                if (!known.TryGetValue(name, out value)) value = Outside.Ask(name + " (kept at this site only)");
                if (string.IsNullOrEmpty(value))
                    throw new Refused("the value " + name + " of this site is not known: run deploy.ps1 in a window, or give -Values FILE with a line " + name + "=...");
                values[name] = kept[name] = value;
            }
            if (manifest.Sites.Count > 0) site.PutValues(kept);
        }

        // What stands for a mark in the texts of the bundle.
        string ValueOf(string name)
        {
            if (name == "release_root") return options.Site;
            int number;
            if (name.StartsWith("release_site_", StringComparison.Ordinal) && int.TryParse(name.Substring(13), out number) && number > 0 && number <= manifest.Sites.Count)
                return values[manifest.Sites[number - 1]];
            throw new Refused("the bundle asks for the value " + name + ", which is none of this site");
        }

        StepTexts SecretOf(int number)
        {
            if (!secrets.ContainsKey(number)) secrets[number] = new StepTexts();
            return secrets[number];
        }

        StepTexts TextsOf(ManifestStep step)
        {
            StepTexts texts = new StepTexts();
            foreach (string name in new[] { "steps/" + step.Number + ".env", "steps/" + step.Number + ".files" })
                if (manifest.Lists(name)) new ShellText(File.ReadAllText(manifest.PathOf(name)), ValueOf).ReadLines(texts);
            foreach (KeyValuePair<string, string> variable in SecretOf(step.Number).Variables) texts.Variables[variable.Key] = variable.Value;
            foreach (KeyValuePair<string, string> file in SecretOf(step.Number).Files) texts.Files[file.Key] = file.Value;
            return texts;
        }

        bool IsHidden(string output)
        {
            return hidden.Exists(delegate(string value) { return value != "" && output.IndexOf(value, StringComparison.Ordinal) >= 0; });
        }

        int Finish(Site site, string work, Steps steps)
        {
            StringBuilder lines = new StringBuilder();
            string result = "succeeded";
            foreach (ManifestStep step in manifest.Steps)
            {
                StepEnd end = steps.End(step);
                if (end.How == "failed") result = "failed";
                lines.Append("step " + step.Number + " " + end.How + " " + end.Code + "\n");
                foreach (string output in steps.OutputLines(step)) lines.Append("output " + step.Number + " " + output + "\n");
            }
            byte[] key = site.ReceiptKey();
            string at = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            string receipt = "release-receipt 1\nbundle " + manifest.Id + "\nmanifest " + manifest.Digest + "\ntenant " + manifest.Tenant + "\nenvironment " + manifest.Environment
                + "\ntarget " + manifest.Target + "\nat " + at + "\nresult " + result + "\n" + lines + "key " + Convert.ToBase64String(Manifest.PublicKeyOf(Ed25519.PublicKey(key))) + "\n";
            string signed = receipt + "signature " + Convert.ToBase64String(Ed25519.Sign(key, Encoding.UTF8.GetBytes(receipt))) + "\n";
            string name = Path.Combine("receipts", manifest.Id + ".receipt");
            site.Put(name, signed);
            Site.PutFile(Path.Combine(work, "ended"), result + "\n");
            if (options.Receipt != null) File.Copy(site.PathOf(name), options.Receipt, true);
            Outside.Say(result + "; the receipt is " + site.PathOf(name));
            return result == "succeeded" ? 0 : 1;
        }
    }
}
