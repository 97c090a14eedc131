namespace Release.Drop
{
    using System;
    using System.Numerics;
    using System.Security.Cryptography;

    // Ed25519 (RFC 8032), which .NET does not have. To verify, all numbers are public. To sign a receipt, the time that it takes
    // may depend on the key: it is made and used on this machine alone, once a bundle, where nobody measures from outside.
    public static class Ed25519
    {
        static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
        static readonly BigInteger Order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493");
        static readonly BigInteger D = Mod(-121665 * Inverse(121666));
        static readonly BigInteger RootOfMinusOne = BigInteger.ModPow(2, (P - 1) / 4, P);
        static readonly Point Base = PointAt(Mod(4 * Inverse(5)), false);

        sealed class Point
        {
            public BigInteger X, Y, Z, T;
        }

        // publicKey: 32 bytes, signature: 64 bytes.
        public static bool Verify(byte[] publicKey, byte[] message, byte[] signature)
        {
            if (publicKey.Length != 32 || signature.Length != 64) return false;
            byte[] r = Part(signature, 0, 32);
            BigInteger s = Number(Part(signature, 32, 32));
            Point a = Decoded(publicKey);
            if (a == null || s >= Order) return false;
            Point minus = new Point { X = Mod(-a.X), Y = a.Y, Z = a.Z, T = Mod(-a.T) };
            BigInteger k = Hash(r, publicKey, message) % Order;
            return Same(Encoded(Add(Times(s, Base), Times(k, minus))), r);
        }

        public static byte[] PublicKey(byte[] seed)
        {
            return Encoded(Times(Scalar(Sha512(seed)), Base));
        }

        public static byte[] Sign(byte[] seed, byte[] message)
        {
            byte[] hash = Sha512(seed);
            byte[] publicKey = PublicKey(seed);
            BigInteger r = Hash(Part(hash, 32, 32), message) % Order;
            byte[] first = Encoded(Times(r, Base));
            BigInteger s = (r + Hash(first, publicKey, message) * Scalar(hash)) % Order;
            return Joined(first, Bytes(s));
        }

        static BigInteger Scalar(byte[] hash)
        {
            byte[] low = Part(hash, 0, 32);
            low[0] &= 248;
            low[31] = (byte)((low[31] & 127) | 64);
            return Number(low);
        }

        // The same formula adds and doubles; it has no exceptions on this curve.
        static Point Add(Point one, Point other)
        {
            BigInteger a = (one.Y - one.X) * (other.Y - other.X) % P;
            BigInteger b = (one.Y + one.X) * (other.Y + other.X) % P;
            BigInteger c = 2 * one.T * other.T % P * D % P;
            BigInteger d = 2 * one.Z * other.Z % P;
            BigInteger e = b - a, f = d - c, g = d + c, h = b + a;
            return new Point { X = e * f % P, Y = g * h % P, Z = f * g % P, T = e * h % P };
        }

        static Point Times(BigInteger number, Point point)
        {
            Point sum = new Point { X = 0, Y = 1, Z = 1, T = 0 };
            for (; number > 0; number >>= 1)
            {
                if (!number.IsEven) sum = Add(sum, point);
                point = Add(point, point);
            }
            return sum;
        }

        // The point with this y; null when there is none.
        static Point PointAt(BigInteger y, bool odd)
        {
            BigInteger square = Mod((y * y - 1) * Inverse(D * y * y + 1));
            BigInteger x = BigInteger.ModPow(square, (P + 3) / 8, P);
            if (Mod(x * x - square) != 0) x = Mod(x * RootOfMinusOne);
            if (Mod(x * x - square) != 0 || (x == 0 && odd)) return null;
            if (x.IsEven == odd) x = P - x;
            return new Point { X = x, Y = y, Z = 1, T = Mod(x * y) };
        }

        static Point Decoded(byte[] bytes)
        {
            byte[] copy = Part(bytes, 0, 32);
            copy[31] &= 127;
            BigInteger y = Number(copy);
            return y < P ? PointAt(y, (bytes[31] & 128) != 0) : null;
        }

        static byte[] Encoded(Point point)
        {
            BigInteger inverse = Inverse(point.Z);
            byte[] bytes = Bytes(Mod(point.Y * inverse));
            if (!Mod(point.X * inverse).IsEven) bytes[31] |= 128;
            return bytes;
        }

        static BigInteger Mod(BigInteger number)
        {
            BigInteger rest = number % P;
            return rest < 0 ? rest + P : rest;
        }

        static BigInteger Inverse(BigInteger number)
        {
            return BigInteger.ModPow(Mod(number), P - 2, P);
        }

        static BigInteger Number(byte[] little)
        {
            // The zero at the end makes it positive.
            return new BigInteger(Joined(little, new byte[1]));
        }

        static byte[] Bytes(BigInteger number)
        {
            byte[] bytes = new byte[32];
            byte[] some = number.ToByteArray();
            Array.Copy(some, bytes, Math.Min(32, some.Length));
            return bytes;
        }

        static BigInteger Hash(params byte[][] parts)
        {
            return Number(Sha512(Joined(parts)));
        }

        static byte[] Sha512(byte[] bytes)
        {
            using (SHA512 hash = SHA512.Create()) return hash.ComputeHash(bytes);
        }

        static byte[] Joined(params byte[][] parts)
        {
            int length = 0, at = 0;
            foreach (byte[] part in parts) length += part.Length;
            byte[] all = new byte[length];
            foreach (byte[] part in parts)
            {
                part.CopyTo(all, at);
                at += part.Length;
            }
            return all;
        }

        static byte[] Part(byte[] bytes, int from, int length)
        {
            byte[] part = new byte[length];
            Array.Copy(bytes, from, part, 0, length);
            return part;
        }

        static bool Same(byte[] one, byte[] other)
        {
            int difference = one.Length ^ other.Length;
            for (int at = 0; at < one.Length && at < other.Length; at++) difference |= one[at] ^ other[at];
            return difference == 0;
        }
    }
}
