namespace Release.Drop
{
    using System;
    using System.Collections.Generic;
    using System.Diagnostics;
    using System.IO;
    using System.Text;
    using System.Threading;

    // How a step ended, as it stands in its file.
    public sealed class StepEnd
    {
        public string How, Code;
        // Whether something had failed before it.
        public bool Late;
    }

    // Runs steps one after the other and remembers each that is done.
    public sealed class Steps
    {
        readonly Manifest manifest;
        readonly Options options;
        readonly Site site;
        readonly string work;
        readonly Func<ManifestStep, StepTexts> textsOf;
        readonly Func<string, bool> isHidden;
        volatile bool stopped;

        public Steps(Manifest manifest, Options options, Site site, string work, Func<ManifestStep, StepTexts> textsOf, Func<string, bool> isHidden)
        {
            this.manifest = manifest;
            this.options = options;
            this.site = site;
            this.work = work;
            this.textsOf = textsOf;
            this.isHidden = isHidden;
        }

        // 0 when all were gone through, 3 when nobody knows how one ended, 130 when somebody stopped it.
        public int Run()
        {
            ConsoleCancelEventHandler onStop = delegate(object sender, ConsoleCancelEventArgs what)
            {
                // The step hears of it too, and is waited for.
                what.Cancel = true;
                stopped = true;
            };
            Console.CancelKeyPress += onStop;
            try
            {
                foreach (ManifestStep step in manifest.Steps) WaitForEarlier(step);
                PrepareAgain();
                bool failed = manifest.Failed;
                foreach (ManifestStep step in manifest.Steps)
                {
                    int code = RunOne(step, failed);
                    if (stopped) Outside.Say("stopped; run deploy.ps1 again to go on");
                    if (stopped || code != 0) return stopped ? 130 : code;
                    failed = failed || End(step).How == "failed";
                }
                return 0;
            }
            finally { Console.CancelKeyPress -= onStop; }
        }

        public StepEnd End(ManifestStep step)
        {
            string file = FileOf("step", step);
            if (!File.Exists(file)) return null;
            string[] words = File.ReadAllText(file).Trim().Split(' ');
            return new StepEnd { How = words[0], Code = words[1], Late = words[2] == "1" };
        }

        // Lines `name base64`.
        public string[] OutputLines(ManifestStep step)
        {
            string file = FileOf("out", step);
            return File.Exists(file) ? File.ReadAllText(file).Split(new[] { '\n' }, StringSplitOptions.RemoveEmptyEntries) : new string[0];
        }

        int RunOne(ManifestStep step, bool failed)
        {
            string title = "step " + step.Number + " " + step.Path;
            StepEnd end = End(step);
            if (end != null)
            {
                Outside.Say(title + ": " + end.How + " before");
                return 0;
            }
            if (step.Condition == (failed ? "success" : "failure"))
            {
                Outside.Say(title + ": skipped");
                PutEnd(step, "skipped", 0, failed);
                return 0;
            }
            if (File.Exists(FileOf("process", step)))
            {
                if (options.Done.Contains(step.Number))
                {
                    Outside.Say(title + ": taken as done");
                    Site.PutFile(FileOf("out", step), "");
                    PutEnd(step, "succeeded", 0, failed);
                    return 0;
                }
                if (!step.Idempotent && step.Kind != "package" && !options.Rerun.Contains(step.Number))
                {
                    Outside.Say(title + " was started and nobody knows how it ended. Look, then say -Rerun " + step.Number + " or -Done " + step.Number);
                    return 3;
                }
                Outside.Say(title + " was cut off; it runs again");
            }
            Outside.Say(title);
            int code = Attempts(step);
            PutEnd(step, code == 0 ? "succeeded" : "failed", code, failed);
            File.Delete(FileOf("process", step));
            if (code != 0) Outside.Say(title + " failed: exit code " + code);
            return 0;
        }

        int Attempts(ManifestStep step)
        {
            for (int attempt = 1; ; attempt++)
            {
                int code = Attempt(step);
                if (code == 0 || attempt >= step.Attempts || stopped) return code;
                Outside.Say("it ended with exit code " + code + "; attempt " + (attempt + 1) + " of " + step.Attempts + " follows");
                Thread.Sleep(step.Backoff * 1000);
            }
        }

        int Attempt(ManifestStep step)
        {
            string output = FileOf("tmp-output", step), copy = FileOf("tmp-step", step) + ".ps1";
            StepTexts texts = textsOf(step);
            Dictionary<string, string> found = new Dictionary<string, string>();
            texts.Variables["RELEASE_SITE"] = site.Folder;
            texts.Variables["RELEASE_OUTPUT"] = output;
            try
            {
                int code;
                if (step.Kind == "package")
                {
                    Packages packages = new Packages(manifest, site, work);
                    code = packages.Deploy(step, texts, delegate(Hook hook) { return Perform(step, hook.Interpreter, hook.File, texts, found); });
                    found["path"] = texts.Variables["RELEASE_PACKAGE_PATH"];
                }
                else
                {
                    string script = manifest.PathOf("steps/" + step.Number + ".script");
                    // PowerShell wants the ending, and Windows PowerShell the mark in front, or it reads no UTF-8.
                    if (step.Interpreter == "pwsh") File.WriteAllText(copy, File.ReadAllText(script), new UTF8Encoding(true));
                    code = Perform(step, step.Interpreter, step.Interpreter == "pwsh" ? copy : script, texts, found);
                }
                return code == 0 && !TakeOutputs(step, found) ? 1 : code;
            }
            catch (Exception error)
            {
                Outside.Say("step " + step.Number + ": " + error.Message);
                return 125;
            }
            finally
            {
                File.Delete(output);
                File.Delete(copy);
            }
        }

        int Perform(ManifestStep step, string interpreter, string file, StepTexts texts, Dictionary<string, string> found)
        {
            // One for each program: not all write the same encoding.
            string output = texts.Variables["RELEASE_OUTPUT"];
            File.WriteAllText(output, "");
            string folder = texts.Folder ?? site.Folder;
            Directory.CreateDirectory(folder);
            // That it is started is on the disk before it does anything, and who it is as soon as that is known.
            Site.PutFile(FileOf("process", step), "0 0\n");
            using (Process process = Programs.Start(interpreter, file, folder, texts.Variables))
            {
                Site.PutFile(FileOf("process", step), process.Id + " " + Began(process) + "\n");
                process.WaitForExit();
                // The Ctrl-C that ended it may come to us a moment later.
                if (process.ExitCode != 0) Thread.Sleep(200);
                foreach (KeyValuePair<string, string> one in Outputs.In(output)) found[one.Key] = one.Value;
                return process.ExitCode;
            }
        }

        bool TakeOutputs(ManifestStep step, Dictionary<string, string> found)
        {
            StringBuilder lines = new StringBuilder();
            foreach (string name in step.Outputs)
            {
                string value;
                if (!found.TryGetValue(name, out value))
                {
                    Outside.Say("step " + step.Number + " did not give the output " + name + " that it declares");
                    return false;
                }
                lines.Append(name + " " + Site.Base64(isHidden(value) ? "***" : value) + "\n");
            }
            Site.PutFile(FileOf("out", step), lines.ToString());
            return true;
        }

        // A step of a deploy.ps1 that was killed may go on alone; how it ends is known to nobody then.
        void WaitForEarlier(ManifestStep step)
        {
            if (End(step) != null || !StillRuns(step)) return;
            Outside.Say("step " + step.Number + " still runs since an earlier deploy.ps1; waiting for it");
            while (StillRuns(step) && !stopped) Thread.Sleep(500);
        }

        bool StillRuns(ManifestStep step)
        {
            string file = FileOf("process", step);
            if (!File.Exists(file)) return false;
            string[] words = File.ReadAllText(file).Trim().Split(' ');
            int number;
            long began;
            if (words.Length != 2 || !int.TryParse(words[0], out number) || !long.TryParse(words[1], out began) || number == 0) return false;
            try
            {
                // Numbers are given to new processes again, but not within the same second.
                using (Process process = Process.GetProcessById(number)) return !process.HasExited && Math.Abs(Began(process) - began) <= 2;
            }
            catch (Exception error)
            {
                if (error is ArgumentException || error is InvalidOperationException || error is System.ComponentModel.Win32Exception) return false;
                throw;
            }
        }

        // Seconds.
        static long Began(Process process)
        {
            try { return process.StartTime.ToUniversalTime().Ticks / TimeSpan.TicksPerSecond; }
            catch (InvalidOperationException) { return 0; }
            catch (System.ComponentModel.Win32Exception) { return 0; }
        }

        // After a failure all but what succeeded before it is done again.
        void PrepareAgain()
        {
            if (!manifest.Steps.Exists(delegate(ManifestStep step) { return End(step) != null && End(step).How == "failed"; })) return;
            foreach (ManifestStep step in manifest.Steps)
            {
                StepEnd end = End(step);
                if (end == null || (end.How == "succeeded" && end.Late == manifest.Failed)) continue;
                File.Delete(FileOf("step", step));
                File.Delete(FileOf("process", step));
            }
        }

        void PutEnd(ManifestStep step, string how, int code, bool late)
        {
            Site.PutFile(FileOf("step", step), how + " " + code + " " + (late ? "1" : "0") + "\n");
        }

        string FileOf(string what, ManifestStep step)
        {
            return Path.Combine(work, what + "-" + step.Number);
        }
    }
}
