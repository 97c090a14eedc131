namespace Release.Drop
{
    using System;
    using System.Collections.Generic;
    using System.IO;
    using System.Security.Cryptography;
    using System.Text;
    using System.Text.RegularExpressions;

    // A reason for which nothing of the bundle is run.
    public sealed class Refused : Exception
    {
        public Refused(string reason) : base(reason) { }
    }

    public sealed class ManifestStep
    {
        public int Number, Attempts, Backoff, Keep;
        // script or package; success, failure or always.
        public string Kind, Interpreter, Condition, Path, Archive, Folder, Version;
        public bool Idempotent;
        public readonly List<string> Outputs = new List<string>();
    }

    // What a bundle says of itself, once its signature and the digest of every file were found right.
    public sealed class Manifest
    {
        public readonly string Folder, Digest, Fingerprint;
        public string Id = "", Run = "", Project = "", Version = "", Order = "", Tenant = "", Environment = "", Target = "", After = "-";
        public string Salt = "";
        public int Rounds;
        public bool Failed;
        public readonly List<string> Recipients = new List<string>();
        public readonly List<string> Sites = new List<string>();
        public readonly List<ManifestStep> Steps = new List<ManifestStep>();
        readonly HashSet<string> listed = new HashSet<string>();

        static readonly byte[] KeyPrefix = Hex.Bytes("302a300506032b6570032100");

        public Manifest(string folder)
        {
            Folder = folder;
            foreach (string part in new[] { "manifest", "manifest.sig", "key.pem" })
                if (!File.Exists(PathOf(part))) throw new Refused("the bundle is not whole: " + part + " is missing");
            byte[] content = File.ReadAllBytes(PathOf("manifest"));
            byte[] key = KeyIn(File.ReadAllText(PathOf("key.pem")));
            if (!Ed25519.Verify(Tail(key), content, File.ReadAllBytes(PathOf("manifest.sig"))))
                throw new Refused("the signature does not fit the manifest: the bundle was changed after it was made");
            Digest = Sha256(content);
            Fingerprint = Sha256(key);
            foreach (string line in Encoding.UTF8.GetString(content).Split('\n'))
                if (line != "") Read(line.Split(' '));
            Check();
        }

        public string PathOf(string name)
        {
            return Path.Combine(Folder, name.Replace('/', Path.DirectorySeparatorChar));
        }

        public bool Lists(string name)
        {
            return listed.Contains(name);
        }

        void Read(string[] words)
        {
            string first = At(words, 1);
            switch (words[0])
            {
                case "release-bundle":
                    if (first != "1") throw new Refused("the bundle has the format " + first + ", which this deploy.ps1 does not know");
                    break;
                case "id": Id = Name(first); break;
                case "run": Run = Name(first); break;
                case "project": Project = Name(first); break;
                case "version": Version = first; break;
                case "order": Order = first; break;
                case "tenant": Tenant = Name(first); break;
                case "environment": Environment = Name(first); break;
                case "target": Target = Name(first); break;
                case "after": After = first == "-" ? first : Name(first); break;
                case "failed": Failed = Number(first) != 0; break;
                case "rounds": Rounds = Number(first); break;
                case "salt": Salt = first; break;
                case "recipient": Recipients.Add(first); break;
                case "site": Sites.Add(At(words, 2)); break;
                case "output": Steps[Number(first) - 1].Outputs.Add(At(words, 2)); break;
                case "step": ReadStep(words); break;
                case "package": ReadPackage(words); break;
                case "file": ReadFile(first, At(words, 2)); break;
            }
        }

        void ReadStep(string[] words)
        {
            Steps.Add(new ManifestStep
            {
                Number = Number(At(words, 1)),
                Kind = At(words, 2),
                Interpreter = At(words, 3),
                Condition = At(words, 4),
                Attempts = Number(At(words, 5)),
                Backoff = Number(At(words, 6)),
                Idempotent = At(words, 7) == "1",
                Path = string.Join(" ", words, 8, words.Length - 8),
            });
            if (Steps[Steps.Count - 1].Number != Steps.Count) throw new Refused("the manifest holds a number that is none");
        }

        void ReadPackage(string[] words)
        {
            ManifestStep step = Steps[Number(At(words, 1)) - 1];
            step.Archive = At(words, 2);
            step.Folder = At(words, 3);
            step.Version = At(words, 4);
            step.Keep = Number(At(words, 5));
            if (!IsSafe(step.Folder) || !IsSafe(step.Version)) throw new Refused("the manifest names a folder outside of the site");
        }

        void ReadFile(string digest, string name)
        {
            if (!IsSafe(name)) throw new Refused("the manifest names a file outside of the bundle: " + name);
            string path = PathOf(name);
            if (!File.Exists(path)) throw new Refused("the bundle is not whole: " + name + " is missing");
            using (SHA256 hash = SHA256.Create())
            using (FileStream stream = File.OpenRead(path))
                if (Hex.Of(hash.ComputeHash(stream)) != digest) throw new Refused(name + " was changed after the bundle was made");
            listed.Add(name);
        }

        void Check()
        {
            foreach (string name in new[] { Id, Run, Project, Tenant, Environment, Target }) Name(name);
            if (Rounds > 0 && !Regex.IsMatch(Salt, @"\A[0-9a-f]{32}\z")) throw new Refused("the manifest holds no usable salt");
            foreach (ManifestStep step in Steps)
                if (step.Kind == "package" && !Lists(step.Archive ?? ""))
                    throw new Refused("the bundle is without the package of step " + step.Number);
        }

        static string At(string[] words, int index)
        {
            return index < words.Length ? words[index] : "";
        }

        static string Name(string text)
        {
            if (!Regex.IsMatch(text, @"\A[A-Za-z0-9_@+-][A-Za-z0-9._@+-]*\z")) throw new Refused("the manifest holds a name that is none");
            return text;
        }

        static int Number(string text)
        {
            int number;
            if (!Regex.IsMatch(text, @"\A[0-9]+\z") || !int.TryParse(text, out number)) throw new Refused("the manifest holds a number that is none");
            return number;
        }

        // A path in the bundle or the site: no way out of it.
        static bool IsSafe(string path)
        {
            return Regex.IsMatch(path, @"\A[A-Za-z0-9._/@+-]+\z") && !Regex.IsMatch("/" + path + "/", @"/\.{0,2}/");
        }

        static byte[] KeyIn(string pem)
        {
            Match match = Regex.Match(pem, @"\A-----BEGIN PUBLIC KEY-----\s+([A-Za-z0-9+/=\s]+?)\s*-----END PUBLIC KEY-----\s*\z");
            byte[] key = match.Success ? Convert.FromBase64String(match.Groups[1].Value) : new byte[0];
            if (key.Length != 44 || !Hex.Of(key).StartsWith(Hex.Of(KeyPrefix), StringComparison.Ordinal))
                throw new Refused("key.pem holds no Ed25519 key");
            return key;
        }

        static byte[] Tail(byte[] key)
        {
            byte[] raw = new byte[32];
            Array.Copy(key, 12, raw, 0, 32);
            return raw;
        }

        public static byte[] PublicKeyOf(byte[] raw)
        {
            byte[] key = new byte[44];
            KeyPrefix.CopyTo(key, 0);
            raw.CopyTo(key, 12);
            return key;
        }

        static string Sha256(byte[] bytes)
        {
            using (SHA256 hash = SHA256.Create()) return Hex.Of(hash.ComputeHash(bytes));
        }
    }
}
