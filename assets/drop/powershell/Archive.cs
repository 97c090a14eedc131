namespace Release.Drop
{
    using System;
    using System.Collections.Generic;
    using System.IO;
    using System.Text;

    public sealed class ArchiveEntry
    {
        // Relative, with forward slashes; empty for the root itself.
        public string Path;
        // 0 file, 5 folder, 2 symbolic link.
        public char Kind;
        public string LinkTo;
        public bool Executable;
        public long From, Length;
    }

    // The plain tar of a bundle: older Windows has no tar.exe, and .NET Framework no class for it.
    public static class Archive
    {
        public static List<ArchiveEntry> Entries(string file)
        {
            List<ArchiveEntry> entries = new List<ArchiveEntry>();
            Dictionary<string, string> more = new Dictionary<string, string>();
            using (FileStream stream = File.OpenRead(file))
            {
                byte[] header = new byte[512];
                while (Fill(stream, header) && header[0] != 0)
                {
                    long length = more.ContainsKey("size") ? long.Parse(more["size"]) : Octal(header, 124, 12);
                    char kind = header[156] == 0 ? '0' : (char)header[156];
                    long from = stream.Position;
                    if (kind == 'x') more = Pax(stream, length);
                    else
                    {
                        string prefix = Text(header, 345, 155);
                        string name = (prefix == "" ? "" : prefix + "/") + Text(header, 0, 100);
                        entries.Add(new ArchiveEntry
                        {
                            Path = Safe(more.ContainsKey("path") ? more["path"] : name),
                            Kind = kind,
                            LinkTo = more.ContainsKey("linkpath") ? more["linkpath"] : Text(header, 157, 100),
                            Executable = (Octal(header, 100, 8) & 64) != 0,
                            From = from,
                            Length = kind == '0' ? length : 0,
                        });
                        if (kind != '0' && kind != '5' && kind != '2') throw Damaged(file);
                        more = new Dictionary<string, string>();
                    }
                    if (from + length > stream.Length) throw Damaged(file);
                    stream.Position = from + (length + 511) / 512 * 512;
                }
            }
            return entries;
        }

        // Into a folder that is there and empty; links are left to the caller.
        public static void Unpack(string file, List<ArchiveEntry> entries, string folder)
        {
            using (FileStream stream = File.OpenRead(file))
            {
                foreach (ArchiveEntry entry in entries)
                {
                    string path = Path.Combine(folder, entry.Path.Replace('/', Path.DirectorySeparatorChar));
                    if (entry.Kind == '5') Directory.CreateDirectory(path);
                    if (entry.Kind != '0') continue;
                    Directory.CreateDirectory(Path.GetDirectoryName(path));
                    stream.Position = entry.From;
                    using (FileStream target = new FileStream(path, FileMode.CreateNew, FileAccess.Write)) Copy(stream, target, entry.Length);
                }
            }
        }

        static void Copy(Stream from, Stream to, long length)
        {
            byte[] buffer = new byte[65536];
            while (length > 0)
            {
                int read = from.Read(buffer, 0, (int)Math.Min(buffer.Length, length));
                if (read <= 0) throw new EndOfStreamException("the archive of a package ends too early");
                to.Write(buffer, 0, read);
                length -= read;
            }
        }

        static bool Fill(Stream stream, byte[] buffer)
        {
            int filled = 0;
            while (filled < buffer.Length)
            {
                int read = stream.Read(buffer, filled, buffer.Length - filled);
                if (read <= 0) return false;
                filled += read;
            }
            return true;
        }

        // Records as `<length> <name>=<value>` and a line feed; the length counts the whole record.
        static Dictionary<string, string> Pax(Stream stream, long length)
        {
            byte[] bytes = new byte[length];
            if (!Fill(stream, bytes)) throw new EndOfStreamException("the archive of a package ends too early");
            Dictionary<string, string> found = new Dictionary<string, string>();
            for (int at = 0; at < bytes.Length; )
            {
                int space = Array.IndexOf(bytes, (byte)' ', at);
                int whole = int.Parse(Encoding.ASCII.GetString(bytes, at, space - at));
                string record = Encoding.UTF8.GetString(bytes, space + 1, whole - (space - at) - 2);
                int equals = record.IndexOf('=');
                found[record.Substring(0, equals)] = record.Substring(equals + 1);
                at += whole;
            }
            return found;
        }

        static string Safe(string path)
        {
            List<string> parts = new List<string>();
            foreach (string part in path.Split('/'))
            {
                if (part == "" || part == ".") continue;
                // Windows does not see points and spaces at the end of a name; a colon would be a drive, or a stream of a file.
                if (part.Trim('.', ' ') == "" || part.IndexOfAny(new[] { '\\', ':', '\0' }) >= 0)
                    throw new InvalidDataException("a package holds a file outside of its folder: " + path);
                parts.Add(part);
            }
            return string.Join("/", parts.ToArray());
        }

        static string Text(byte[] header, int from, int length)
        {
            int end = Array.IndexOf(header, (byte)0, from, length);
            return Encoding.UTF8.GetString(header, from, (end < 0 ? from + length : end) - from);
        }

        static long Octal(byte[] header, int from, int length)
        {
            string text = Text(header, from, length).Trim();
            return text == "" ? 0 : Convert.ToInt64(text, 8);
        }

        static Exception Damaged(string file)
        {
            return new InvalidDataException(Path.GetFileName(file) + " is no archive that can be unpacked here");
        }
    }
}
