namespace Release.Drop
{
    using System;
    using System.Collections.Generic;
    using System.Diagnostics;
    using System.IO;
    using System.Text;

    // What only PowerShell can do, and what is known of the machine; deploy.ps1 sets it.
    public static class Outside
    {
        // Asks without showing the answer; null where nobody can answer.
        public static Func<string, string> Ask;
        // Makes a link (its path, then the folder that it leads to): a junction on Windows.
        public static Action<string, string> Link;
        // Where a link leads to, and how one goes away; the folder behind it stays.
        public static Func<string, string> LinkTarget;
        public static Action<string> Unlink;
        // The PowerShell that runs this, for where there is no pwsh.
        public static string PowerShell;
        // The security identifier of whoever runs this; empty where it is not Windows.
        public static string Owner = "";

        public static bool IsWindows
        {
            get { return Environment.OSVersion.Platform == PlatformID.Win32NT; }
        }

        public static void Say(string text)
        {
            Console.Error.WriteLine(text);
        }
    }

    public static class Programs
    {
        // The file of an interpreter of steps; null when it is not installed.
        public static string Interpreter(string name)
        {
            if (name == "pwsh") return Find("pwsh") ?? Outside.PowerShell;
            if (name != "python") return Find(name);
            return Find("python3") ?? Find("python") ?? Find("py");
        }

        public static string Find(string name)
        {
            string[] endings = Outside.IsWindows ? new[] { ".exe" } : new[] { "" };
            foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            {
                if (folder.Trim() == "") continue;
                foreach (string ending in endings)
                {
                    FileInfo file;
                    try { file = new FileInfo(Path.Combine(folder.Trim().Trim('"'), name + ending)); }
                    catch (ArgumentException) { continue; }
                    catch (NotSupportedException) { continue; }
                    if (file.Exists && !IsPretence(file)) return file.FullName;
                }
            }
            return null;
        }

        // Windows has empty files for Python that open a shop, and a bash that knows no path of Windows.
        static bool IsPretence(FileInfo file)
        {
            if (!Outside.IsWindows) return false;
            string system = Environment.GetFolderPath(Environment.SpecialFolder.System);
            bool linux = file.Name.StartsWith("bash", StringComparison.OrdinalIgnoreCase) && file.DirectoryName.StartsWith(system, StringComparison.OrdinalIgnoreCase);
            return linux || file.Length == 0;
        }

        // Starts a script. It reads nothing, and writes to where we write.
        public static Process Start(string interpreter, string file, string folder, IDictionary<string, string> variables)
        {
            string before = interpreter == "pwsh" ? "-NoProfile -NonInteractive " + (Outside.IsWindows ? "-ExecutionPolicy Bypass " : "") + "-File " : "";
            ProcessStartInfo start = new ProcessStartInfo(Interpreter(interpreter), before + Quoted(file));
            start.UseShellExecute = false;
            start.RedirectStandardInput = true;
            start.WorkingDirectory = folder;
            start.EnvironmentVariables.Remove("RELEASE_DROP_PASSPHRASE");
            start.EnvironmentVariables.Remove("RELEASE_DROP_IDENTITY");
            foreach (KeyValuePair<string, string> variable in variables) start.EnvironmentVariables[variable.Key] = variable.Value;
            Process process = Process.Start(start);
            process.StandardInput.Close();
            return process;
        }

        // One word of a command line, as programs of Windows and .NET take it apart.
        public static string Quoted(string word)
        {
            StringBuilder quoted = new StringBuilder("\"");
            int slashes = 0;
            foreach (char letter in word)
            {
                if (letter == '"') quoted.Append('\\', slashes + 1);
                slashes = letter == '\\' ? slashes + 1 : 0;
                quoted.Append(letter);
            }
            return quoted.Append('\\', slashes).Append('"').ToString();
        }

        // For programs of the system; their words hold no secret.
        public static bool Run(string program, string words)
        {
            ProcessStartInfo start = new ProcessStartInfo(program, words);
            start.UseShellExecute = false;
            start.RedirectStandardOutput = true;
            start.RedirectStandardError = true;
            using (Process process = Process.Start(start))
            {
                process.ErrorDataReceived += delegate { };
                process.BeginErrorReadLine();
                process.StandardOutput.ReadToEnd();
                process.WaitForExit();
                return process.ExitCode == 0;
            }
        }
    }
}
