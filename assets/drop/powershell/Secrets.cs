namespace Release.Drop
{
    using System;
    using System.Diagnostics;
    using System.Globalization;
    using System.IO;
    using System.Security.Cryptography;
    using System.Text;
    using System.Threading.Tasks;

    // Opens what is encrypted, in memory.
    public static class Secrets
    {
        // With a passphrase: AES-256-CBC, then HMAC-SHA256, as deploy.sh opens it with openssl. Null when the passphrase is wrong.
        public static string Open(string passphrase, string salt, int rounds, byte[] content, string mac)
        {
            byte[][] keys = Derived("mac:" + salt + ":" + passphrase, salt, rounds);
            using (HMACSHA256 hash = new HMACSHA256(Stream(keys[0], keys[1])))
            {
                if (Hex.Of(hash.ComputeHash(content)) != mac) return null;
            }
            keys = Derived("enc:" + salt + ":" + passphrase, salt, rounds);
            using (Aes aes = Cipher(keys[0], keys[1], CipherMode.CBC, PaddingMode.PKCS7))
            using (ICryptoTransform open = aes.CreateDecryptor())
            {
                return Encoding.UTF8.GetString(open.TransformFinalBlock(content, 0, content.Length));
            }
        }

        // Two blocks of PBKDF2-SHA256: a key, and what begins with the IV. The class that .NET has for it cannot do SHA-256 before
        // 4.7.2, nor two blocks at a time.
        static byte[][] Derived(string password, string salt, int rounds)
        {
            Task<byte[]> first = Task.Factory.StartNew(delegate { return Block(password, salt, rounds, 1); });
            byte[] second = Block(password, salt, rounds, 2);
            return new[] { first.Result, second };
        }

        static byte[] Block(string password, string salt, int rounds, byte block)
        {
            using (HMACSHA256 hash = new HMACSHA256(Encoding.UTF8.GetBytes(password)))
            {
                byte[] start = new byte[12];
                Hex.Bytes(salt.Substring(0, 16)).CopyTo(start, 0);
                start[11] = block;
                byte[] last = hash.ComputeHash(start), sum = (byte[])last.Clone();
                for (int round = 1; round < rounds; round++)
                {
                    last = hash.ComputeHash(last);
                    for (int at = 0; at < sum.Length; at++) sum[at] ^= last[at];
                }
                return sum;
            }
        }

        static Aes Cipher(byte[] key, byte[] ivAndMore, CipherMode mode, PaddingMode padding)
        {
            Aes aes = Aes.Create();
            byte[] iv = new byte[16];
            Array.Copy(ivAndMore, iv, 16);
            aes.Mode = mode;
            aes.Padding = padding;
            aes.Key = key;
            aes.IV = iv;
            return aes;
        }

        // The first 64 bytes of AES-256-CTR, which .NET does not have: the counter, encrypted block by block.
        static byte[] Stream(byte[] key, byte[] iv)
        {
            byte[] counters = new byte[64];
            for (int block = 0; block < 4; block++)
            {
                Array.Copy(iv, 0, counters, block * 16, 16);
                int carry = block;
                for (int at = block * 16 + 15; carry > 0 && at >= block * 16; at--)
                {
                    carry += counters[at];
                    counters[at] = (byte)carry;
                    carry >>= 8;
                }
            }
            using (Aes aes = Cipher(key, iv, CipherMode.ECB, PaddingMode.None))
            using (ICryptoTransform close = aes.CreateEncryptor()) return close.TransformFinalBlock(counters, 0, 64);
        }

        // With the identity of the site: the program age reads the file where it lies, and asks itself when that has a passphrase.
        public static string OpenForIdentity(string age, string identity, string file)
        {
            ProcessStartInfo start = new ProcessStartInfo(age, "-d -i " + Programs.Quoted(identity) + " " + Programs.Quoted(file));
            start.UseShellExecute = false;
            start.RedirectStandardOutput = true;
            using (Process process = Process.Start(start))
            using (MemoryStream content = new MemoryStream())
            {
                process.StandardOutput.BaseStream.CopyTo(content);
                process.WaitForExit();
                return process.ExitCode == 0 ? Encoding.UTF8.GetString(content.ToArray()) : null;
            }
        }
    }

    public static class Hex
    {
        public static string Of(byte[] bytes)
        {
            return BitConverter.ToString(bytes).Replace("-", "").ToLowerInvariant();
        }

        public static byte[] Bytes(string text)
        {
            byte[] bytes = new byte[text.Length / 2];
            for (int at = 0; at < bytes.Length; at++)
                bytes[at] = byte.Parse(text.Substring(2 * at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            return bytes;
        }
    }
}
