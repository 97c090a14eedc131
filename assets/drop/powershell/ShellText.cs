namespace Release.Drop
{
    using System;
    using System.Collections.Generic;
    using System.IO;
    using System.Text;

    // What one step is given.
    public sealed class StepTexts
    {
        // Null: the folder of the site.
        public string Folder;
        public readonly Dictionary<string, string> Variables = new Dictionary<string, string>();
        // By path in the package: content that only its owner may read.
        public readonly Dictionary<string, string> Files = new Dictionary<string, string>();
    }

    // Bundles hold variables as lines for a POSIX shell. They are written by `release` alone, always in the same few forms,
    // and are signed; anything else in them is an error here. Nothing is run.
    public sealed class ShellText
    {
        readonly string text;
        readonly Func<string, string> valueOf;
        int at;

        // valueOf: of `release_root` and `release_site_1`, ...
        public ShellText(string text, Func<string, string> valueOf)
        {
            this.text = text;
            this.valueOf = valueOf;
        }

        // A file steps/N.env or steps/N.files.
        public void ReadLines(StepTexts step)
        {
            while (at < text.Length) ReadLine(step);
        }

        // The secrets of all steps, by number, and the values that no output may carry away.
        public void ReadSecrets(Func<int, StepTexts> stepOf, List<string> hidden)
        {
            while (at < text.Length)
            {
                if (Skip("release_secret_values() { case $1 in "))
                {
                    do
                    {
                        Expect("*");
                        hidden.Add(Word());
                        Expect("*");
                    } while (Skip(" | "));
                    Expect(") return 0 ;; esac; return 1; }");
                    if (at < text.Length) Expect("\n");
                    continue;
                }
                Expect("release_secret_");
                if (!Skip("env_")) Expect("files_");
                StepTexts step = stepOf(int.Parse(Letters()));
                Expect("() {\n");
                while (!Skip("}\n")) if (!Skip(":\n")) ReadLine(step);
            }
        }

        void ReadLine(StepTexts step)
        {
            if (Skip("release_file "))
            {
                string path = Word();
                Expect(" ");
                step.Files[path] = Word();
                Expect("\n");
                return;
            }
            string name = Letters();
            Expect("=");
            string value = Word();
            if (name == "release_directory") step.Folder = value;
            else
            {
                step.Variables[name] = value;
                Expect("; export " + name);
            }
            Expect("\n");
        }

        string Word()
        {
            StringBuilder word = new StringBuilder();
            for (; at < text.Length; at++)
            {
                char letter = text[at];
                if (letter == '\'') word.Append(Until('\''));
                else if (letter == '\\' && at + 1 < text.Length) word.Append(text[++at]);
                else if (letter == '"') word.Append(valueOf(Until('"').TrimStart('$')));
                else if (letter == '/') word.Append(letter);
                else break;
            }
            return word.ToString();
        }

        string Until(char quote)
        {
            int end = text.IndexOf(quote, at + 1);
            if (end < 0) throw Unreadable();
            string inside = text.Substring(at + 1, end - at - 1);
            at = end;
            return inside;
        }

        string Letters()
        {
            int from = at;
            while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_')) at++;
            if (at == from) throw Unreadable();
            return text.Substring(from, at - from);
        }

        bool Skip(string words)
        {
            if (string.CompareOrdinal(text, at, words, 0, words.Length) != 0) return false;
            at += words.Length;
            return true;
        }

        void Expect(string words)
        {
            if (!Skip(words)) throw Unreadable();
        }

        // Says nothing of the text: it may be secret.
        static Exception Unreadable()
        {
            return new InvalidDataException("the bundle holds variables that this deploy.ps1 cannot read");
        }
    }
}
