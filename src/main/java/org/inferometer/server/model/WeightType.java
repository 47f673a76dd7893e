package org.inferometer.server.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The number formats of weights: safetensors' and transformers' names, and their conversion. */
public enum WeightType {
  FLOAT32("F32", "float32", 4),
  FLOAT16("F16", "float16", 2),
  BFLOAT16("BF16", "bfloat16", 2);

  private final String safetensorsName;
  private final String configName;
  private final int bytes;

  WeightType(String safetensorsName, String configName, int bytes) {
    this.safetensorsName = safetensorsName;
    this.configName = configName;
    this.bytes = bytes;
  }

  /** The {@code dtype} of a safetensors header: F32, F16 or BF16. */
  public String safetensorsName() {
    return safetensorsName;
  }

  /** The {@code dtype} of {@code config.json}: float32, float16 or bfloat16. */
  public String configName() {
    return configName;
  }

  /** Size of one value. */
  public int bytes() {
    return bytes;
  }

  /** Converts {@code count} values at a byte position of a little-endian buffer to float32. */
  void read(ByteBuffer from, int position, float[] into, int offset, int count) {
    ByteBuffer source = from.slice(position, count * bytes).order(ByteOrder.LITTLE_ENDIAN);
    switch (this) {
      case FLOAT32 -> source.asFloatBuffer().get(into, offset, count);
      case FLOAT16 -> {
        for (int i = 0; i < count; i++) {
          into[offset + i] = halfToFloat(source.getShort(2 * i));
        }
      }
      case BFLOAT16 -> {
        for (int i = 0; i < count; i++) {
          into[offset + i] = Float.intBitsToFloat(source.getShort(2 * i) << 16);
        }
      }
    }
  }

  /** Appends values to a little-endian buffer, rounded to nearest, ties to even. */
  void write(float[] values, int count, ByteBuffer to) {
    for (int i = 0; i < count; i++) {
      switch (this) {
        case FLOAT32 -> to.putFloat(values[i]);
        case FLOAT16 -> to.putShort(floatToHalf(values[i]));
        case BFLOAT16 -> to.putShort(floatToBfloat(values[i]));
      }
    }
  }

  /** IEEE 754 binary16 to binary32, exact. */
  static float halfToFloat(short half) {
    int sign = half >> 15 << 31;
    int exponent = half >> 10 & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0) {
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    int bits = exponent == 0x1f ? 0x7f800000 : exponent + 112 << 23;
    return Float.intBitsToFloat(sign | bits | fraction << 13);
  }

  /** IEEE 754 binary32 to binary16. */
  static short floatToHalf(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    float magnitude = Math.abs(value);
    if (Float.isNaN(value)) {
      return (short) (sign | 0x7e00);
    }
    if (magnitude >= 65520f) {
      return (short) (sign | 0x7c00);
    }
    if (magnitude < 0x1p-14f) {
      return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
    }
    int rounded = (bits & 0x7fffffff) + 0xfff + (bits >>> 13 & 1);
    return (short) (sign | (rounded >>> 13) - (112 << 10));
  }

  /** IEEE 754 binary32 to bfloat16. */
  static short floatToBfloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    return (short) (Float.isNaN(value) ? 0x7fc0 : bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
  }
}
