package org.inferometer.dataset.parquet;

import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** How pages are compressed, in the order of their numbers in {@code parquet.thrift}. */
enum Codec {
  UNCOMPRESSED {
    @Override
    byte[] unpack(byte[] packed, int size) {
      return packed;
    }
  },
  SNAPPY {
    @Override
    byte[] unpack(byte[] packed, int size) {
      return with(new SnappyDecompressor(), packed, size);
    }
  },
  GZIP {
    @Override
    byte[] unpack(byte[] packed, int size) {
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
        return in.readNBytes(size);
      } catch (IOException e) {
        throw new UnreadableException("a page that is no GZIP: " + e.getMessage());
      }
    }
  },
  LZO,
  BROTLI,
  LZ4,
  ZSTD {
    @Override
    byte[] unpack(byte[] packed, int size) {
      return with(new ZstdDecompressor(), packed, size);
    }
  },
  LZ4_RAW {
    @Override
    byte[] unpack(byte[] packed, int size) {
      return with(new Lz4Decompressor(), packed, size);
    }
  };

  static Codec of(long number) {
    UnreadableException.unless(
        number >= 0 && number < values().length, "compressed in an unknown way, " + number);
    return values()[(int) number];
  }

  /** The {@code size} bytes that {@code packed} holds. */
  byte[] unpack(byte[] packed, int size) {
    throw new UnreadableException(
        "compressed with %s; allowed: none, Snappy, GZIP, ZSTD and LZ4_RAW".formatted(name()));
  }

  static byte[] with(Decompressor codec, byte[] packed, int size) {
    byte[] bytes = new byte[size];
    int length = codec.decompress(packed, 0, packed.length, bytes, 0, size);
    UnreadableException.unless(
        length == size, "a page of %d bytes instead of %d".formatted(length, size));
    return bytes;
  }
}
