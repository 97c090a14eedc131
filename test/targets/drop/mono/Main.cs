using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using Release.Drop;

// Stands in for deploy.ps1 where there is no PowerShell: the same C#, started from a command line.
static class Program
{
    static int Main(string[] words)
    {
        if (words[0] == "ed25519") return Vectors();
        Outside.Ask = delegate { return null; };
        Outside.Link = delegate(string path, string to) { Text("ln", "-s " + Programs.Quoted(to) + " " + Programs.Quoted(path)); };
        Outside.LinkTarget = delegate(string path) { return Text("readlink", Programs.Quoted(path)); };
        Outside.Unlink = delegate(string path) { Text("rm", Programs.Quoted(path)); };
        Options options = new Options { Bundle = Path.GetDirectoryName(words[0]) };
        options.Passphrase = Environment.GetEnvironmentVariable("RELEASE_DROP_PASSPHRASE");
        options.Identity = Environment.GetEnvironmentVariable("RELEASE_DROP_IDENTITY");
        for (int at = 1; at < words.Length; at++)
        {
            switch (words[at])
            {
                case "--check": options.CheckOnly = true; break;
                case "--allow-downgrade": options.AllowDowngrade = true; break;
                case "--site": options.Site = words[++at]; break;
                case "--values": options.Values = words[++at]; break;
                case "--passphrase-file": options.PassphraseFile = words[++at]; break;
                case "--identity": options.Identity = words[++at]; break;
                case "--key-fingerprint": options.KeyFingerprint = words[++at]; break;
                case "--receipt": options.Receipt = words[++at]; break;
                case "--rerun": options.Rerun.Add(int.Parse(words[++at])); break;
                case "--done": options.Done.Add(int.Parse(words[++at])); break;
                default: throw new ArgumentException(words[at]);
            }
        }
        return Deploy.Run(options);
    }

    static string Text(string program, string words)
    {
        ProcessStartInfo start = new ProcessStartInfo(program, words) { UseShellExecute = false, RedirectStandardOutput = true };
        using (Process process = Process.Start(start))
        {
            string text = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            if (process.ExitCode != 0) throw new IOException(program + " " + words);
            return text;
        }
    }

    // Lines `verify <key> <message> <signature>` and `sign <seed> <message>`, in hexadecimal; `-` is empty.
    static int Vectors()
    {
        for (string line = Console.ReadLine(); line != null; line = Console.ReadLine())
        {
            string[] parts = line.Split(' ');
            byte[] key = Hex.Bytes(parts[1]), message = Hex.Bytes(parts[2] == "-" ? "" : parts[2]);
            if (parts[0] == "verify") Console.WriteLine(Ed25519.Verify(key, message, Hex.Bytes(parts[3])));
            else Console.WriteLine(Hex.Of(Ed25519.PublicKey(key)) + Hex.Of(Ed25519.Sign(key, message)));
        }
        return 0;
    }
}
