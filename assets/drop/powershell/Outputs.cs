namespace Release.Drop
{
    using System;
    using System.Collections.Generic;
    using System.IO;
    using System.Text;
    using System.Text.RegularExpressions;

    // What a step wrote to $RELEASE_OUTPUT: name=value lines, or name<<WORD, lines, WORD.
    public static class Outputs
    {
        public static Dictionary<string, string> In(string file)
        {
            Dictionary<string, string> found = new Dictionary<string, string>();
            string[] lines = Text(File.ReadAllBytes(file)).Split('\n');
            for (int at = 0; at < lines.Length; at++)
            {
                Match match = Regex.Match(lines[at].TrimEnd('\r'), @"\A([A-Za-z_][^=<]*)(=|<<)(.*)\z", RegexOptions.Singleline);
                if (!match.Success) continue;
                string value = match.Groups[3].Value;
                if (match.Groups[2].Value == "<<")
                {
                    string mark = value;
                    List<string> inside = new List<string>();
                    for (at++; at < lines.Length && lines[at].TrimEnd('\r') != mark; at++) inside.Add(lines[at].TrimEnd('\r'));
                    value = string.Join("\n", inside.ToArray());
                }
                found[match.Groups[1].Value] = value;
            }
            return found;
        }

        // `>>` of Windows PowerShell writes UTF-16, and not always with the mark that says so.
        static string Text(byte[] bytes)
        {
            bool wide = bytes.Length > 1 && (bytes[1] == 0 || (bytes[0] == 0xff && bytes[1] == 0xfe));
            return (wide ? Encoding.Unicode : Encoding.UTF8).GetString(bytes).Replace("\ufeff", "");
        }
    }
}
