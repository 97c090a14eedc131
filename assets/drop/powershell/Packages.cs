namespace Release.Drop
{
    using System;
    using System.Collections.Generic;
    using System.IO;
    using System.Text;

    public sealed class Hook
    {
        public string Interpreter, File;
    }

    // A package at the site: applications/.../<version>, and the link `current` beside it.
    public sealed class Packages
    {
        readonly Manifest manifest;
        readonly Site site;
        readonly string work;

        public Packages(Manifest manifest, Site site, string work)
        {
            this.manifest = manifest;
            this.site = site;
            this.work = work;
        }

        // Ending and interpreter of hooks, the one that counts first.
        static string[][] HookForms()
        {
            string[] shell = { ".sh", "sh" }, power = { ".ps1", "pwsh" }, node = { ".js", "node" }, python = { ".py", "python" };
            return Outside.IsWindows ? new[] { power, node, python, shell } : new[] { shell, power, node, python };
        }

        // The interpreters that the hooks of a package ask for.
        public static IEnumerable<string> NeededBy(List<ArchiveEntry> entries)
        {
            foreach (string name in new[] { "pre-deploy", "post-deploy" })
            {
                foreach (string[] form in HookForms())
                {
                    if (!entries.Exists(delegate(ArchiveEntry entry) { return entry.Kind == '0' && entry.Path == name + form[0]; })) continue;
                    yield return form[1];
                    break;
                }
            }
        }

        // Gives the exit code of the hook that failed, or 0.
        public int Deploy(ManifestStep step, StepTexts texts, Func<Hook, int> run)
        {
            string folder = Inside(site.Folder, step.Folder), tree = Path.Combine(folder, step.Version), before = Before(step, folder);
            texts.Variables["RELEASE_PACKAGE_PATH"] = tree;
            if (!Directory.Exists(tree)) Unpack(step, texts, folder, tree);
            Directory.SetLastWriteTimeUtc(tree, DateTime.UtcNow);
            int code = RunHook(tree, "pre-deploy", run);
            if (code != 0) return code;
            SwitchTo(folder, step.Version);
            code = RunHook(tree, "post-deploy", run);
            if (code != 0)
            {
                SwitchTo(folder, before == "" ? null : before);
                return code;
            }
            Prune(folder, step.Keep);
            return 0;
        }

        // The version that was current when the step was first begun; empty when there was none.
        string Before(ManifestStep step, string folder)
        {
            Directory.CreateDirectory(folder);
            string file = Path.Combine(work, "before-" + step.Number);
            if (!File.Exists(file)) Site.PutFile(file, Current(folder) + "\n");
            return File.ReadAllText(file).Trim();
        }

        void Unpack(ManifestStep step, StepTexts texts, string folder, string tree)
        {
            string incoming = Path.Combine(folder, ".incoming"), archive = manifest.PathOf(step.Archive);
            if (Directory.Exists(incoming)) Directory.Delete(incoming, true);
            Directory.CreateDirectory(incoming);
            List<ArchiveEntry> entries = Archive.Entries(archive);
            Archive.Unpack(archive, entries, incoming);
            foreach (ArchiveEntry entry in entries)
            {
                if (entry.Kind == '2') Outside.Link(Inside(incoming, entry.Path), entry.LinkTo);
                else if (entry.Executable && !Outside.IsWindows) Programs.Run("chmod", "755 " + Programs.Quoted(Inside(incoming, entry.Path)));
            }
            foreach (KeyValuePair<string, string> file in texts.Files)
            {
                string path = Inside(incoming, file.Key);
                File.Delete(path);
                // Nobody else can read it at the moment when the content comes.
                File.WriteAllText(path, "");
                Site.Protect(path, false);
                File.WriteAllText(path, file.Value, new UTF8Encoding(false));
            }
            Site.Patiently(delegate { Directory.Move(incoming, tree); });
        }

        static int RunHook(string tree, string name, Func<Hook, int> run)
        {
            foreach (string[] form in HookForms())
            {
                string file = Path.Combine(tree, name + form[0]);
                if (File.Exists(file)) return run(new Hook { Interpreter = form[1], File = file });
            }
            return 0;
        }

        static string Current(string folder)
        {
            string link = Path.Combine(folder, "current");
            return Directory.Exists(link) ? Path.GetFileName(Outside.LinkTarget(link).TrimEnd('/', '\\')) : "";
        }

        // For a moment there is no `current`: Windows cannot exchange a junction. Null takes it away.
        static void SwitchTo(string folder, string version)
        {
            string link = Path.Combine(folder, "current");
            Site.Patiently(delegate
            {
                if (Directory.Exists(link)) Outside.Unlink(link);
                if (version != null) Outside.Link(link, Outside.IsWindows ? Path.Combine(folder, version) : version);
            });
        }

        static void Prune(string folder, int keep)
        {
            string current = Current(folder);
            List<DirectoryInfo> versions = new List<DirectoryInfo>();
            foreach (DirectoryInfo version in new DirectoryInfo(folder).GetDirectories())
                if (version.Name != "current" && !version.Name.StartsWith(".", StringComparison.Ordinal)) versions.Add(version);
            versions.Sort(delegate(DirectoryInfo one, DirectoryInfo other) { return other.LastWriteTimeUtc.CompareTo(one.LastWriteTimeUtc); });
            for (int at = keep; at < versions.Count; at++)
            {
                if (versions[at].Name == current) continue;
                try { versions[at].Delete(true); }
                catch (Exception)
                {
                    Outside.Say("the old version " + versions[at].Name + " is in use and stays for now");
                }
            }
        }

        static string Inside(string folder, string path)
        {
            return Path.Combine(folder, path.Replace('/', Path.DirectorySeparatorChar));
        }
    }
}
