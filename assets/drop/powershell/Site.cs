namespace Release.Drop
{
    using System;
    using System.Collections.Generic;
    using System.IO;
    using System.Security.Cryptography;
    using System.Text;
    using System.Text.RegularExpressions;
    using System.Threading;

    // What the site remembers, in files as deploy.sh keeps them.
    public sealed class Site : IDisposable
    {
        public readonly string Folder, State;
        FileStream held;

        static readonly byte[] KeyPrefix = Hex.Bytes("302e020100300506032b657004220420");

        public Site(string folder)
        {
            Folder = folder;
            State = Path.Combine(folder, ".release");
            Directory.CreateDirectory(State);
            Protect(State, true);
            Directory.CreateDirectory(Path.Combine(State, "bundles"));
            Directory.CreateDirectory(Path.Combine(State, "receipts"));
        }

        // False when another one works on this site.
        public bool Take()
        {
            if (Directory.Exists(PathOf("lock"))) return false;
            try
            {
                held = new FileStream(PathOf("lock-file"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                // Elsewhere than on Windows, not every .NET keeps other processes out by opening it.
                if (!Outside.IsWindows) held.Lock(0, 1);
            }
            catch (IOException) { return false; }
            catch (PlatformNotSupportedException) { }
            return true;
        }

        public void Dispose()
        {
            if (held != null) held.Dispose();
        }

        public string PathOf(string name)
        {
            return Path.Combine(State, name);
        }

        // Undefined is null.
        public string Read(string name)
        {
            return File.Exists(PathOf(name)) ? File.ReadAllText(PathOf(name)) : null;
        }

        public void Put(string name, string text)
        {
            PutFile(PathOf(name), text);
        }

        // Whole or not at all.
        public static void PutFile(string path, string text)
        {
            string draft = path + ".new";
            byte[] bytes = new UTF8Encoding(false).GetBytes(text);
            using (FileStream stream = new FileStream(draft, FileMode.Create, FileAccess.Write))
            {
                stream.Write(bytes, 0, bytes.Length);
                stream.Flush(true);
            }
            if (!Outside.IsWindows) Protect(draft, false);
            // Of a virus scanner that looks at it in this moment, nobody should hear.
            Patiently(delegate
            {
                if (File.Exists(path)) File.Replace(draft, path, null);
                else File.Move(draft, path);
            });
        }

        public static void Patiently(Action act)
        {
            for (int left = 20; ; left--)
            {
                try
                {
                    act();
                    return;
                }
                catch (Exception)
                {
                    if (left == 0) throw;
                    Thread.Sleep(100);
                }
            }
        }

        // From now on only its owner, and on Windows those who administer the machine, can read it and what is put into it.
        public static void Protect(string path, bool folder)
        {
            string right = folder ? ":(OI)(CI)F" : ":F";
            bool done = Outside.IsWindows
                ? Programs.Run("icacls.exe", Programs.Quoted(path) + " /inheritance:r /grant:r *" + Outside.Owner + right + " *S-1-5-18" + right + " *S-1-5-32-544" + right)
                : Programs.Run("chmod", (folder ? "700 " : "600 ") + Programs.Quoted(path));
            if (!done) throw new Refused(path + " cannot be made readable by its owner alone");
        }

        // Values that live here and nowhere else, by name.
        public Dictionary<string, string> Values()
        {
            Dictionary<string, string> values = new Dictionary<string, string>();
            foreach (string line in (Read("values") ?? "").Split('\n'))
            {
                string[] words = line.TrimEnd('\r').Split(' ');
                if (words.Length == 2) values[words[0]] = Encoding.UTF8.GetString(Convert.FromBase64String(words[1]));
            }
            return values;
        }

        public void PutValues(Dictionary<string, string> values)
        {
            StringBuilder text = new StringBuilder();
            foreach (KeyValuePair<string, string> value in values) text.Append(value.Key + " " + Base64(value.Value) + "\n");
            Put("values", text.ToString());
        }

        // The seed of the key for receipts, made at first use in the form that openssl has.
        public byte[] ReceiptKey()
        {
            if (Read("receipt-key.pem") == null)
            {
                byte[] made = new byte[48];
                byte[] fresh = new byte[32];
                using (RandomNumberGenerator random = RandomNumberGenerator.Create()) random.GetBytes(fresh);
                KeyPrefix.CopyTo(made, 0);
                fresh.CopyTo(made, 16);
                Put("receipt-key.pem", "-----BEGIN PRIVATE KEY-----\n" + Convert.ToBase64String(made) + "\n-----END PRIVATE KEY-----\n");
            }
            Match match = Regex.Match(Read("receipt-key.pem"), @"-----BEGIN PRIVATE KEY-----\s+([A-Za-z0-9+/=\s]+?)\s*-----END");
            byte[] key = match.Success ? Convert.FromBase64String(match.Groups[1].Value) : new byte[0];
            if (key.Length != 48) throw new Refused(PathOf("receipt-key.pem") + " holds no key for receipts");
            byte[] seed = new byte[32];
            Array.Copy(key, 16, seed, 0, 32);
            return seed;
        }

        public static string Base64(string text)
        {
            return Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        }
    }
}
