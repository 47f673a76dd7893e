package org.inferometer.server.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightsTest {
  @TempDir Path directory;

  @Test
  void readsRowsOfAMatrix() throws IOException {
    writeFile("{\"a\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}}", 24);
    Tensor tensor = Weights.open(directory).tensor("a", 2, 3);
    float[] row = new float[4];
    tensor.readRow(1, row, 1);
    assertThat(row).containsExactly(0, 3, 4, 5);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1, 1000, 100_000_001, Long.MAX_VALUE})
  void refusesHeaderLengthsThatTheFileDoesNotHave(long length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
    Files.write(directory.resolve("model.safetensors"), bytes.array());
    assertThatThrownBy(() -> Weights.open(directory))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("header length is " + length);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "F32 | [2,3] | [0,48] | data_offsets of a are [0, 48], allowed: ascending up to 24",
        "F32 | [2,3] | [24,0] | data_offsets of a are [24, 0]",
        "F32 | [2,3] | [-4,20] | has -4 where a size is expected",
        "F32 | [2,3] | [0,20] | takes 20 bytes, its shape and dtype ask for 24",
        "F32 | [3,2] | [0,24] | a has shape [3, 2], config.json asks for [2, 3]",
        "F32 | [2,9223372036854775808] | [0,24] | where a size is expected",
        "I8  | [2,3] | [0,6]  | a has dtype I8, supported: F32, F16, BF16",
        "F32 | 6     | [0,24] | lacks dtype, shape or data_offsets",
      })
  void refusesTensorsThatDoNotFit(String type, String shape, String offsets, String message)
      throws IOException {
    writeFile(
        "{\"a\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}}"
            .formatted(type, shape, offsets),
        24);
    assertThatThrownBy(() -> Weights.open(directory).tensor("a", 2, 3))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesRandomBytesWithAModelException() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 500; i++) {
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      if (bytes.length > 8) {
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, bytes.length - 8);
      }
      Files.write(directory.resolve("model.safetensors"), bytes);
      assertThatThrownBy(() -> Weights.open(directory)).isInstanceOf(ModelException.class);
    }
  }

  @Test
  void tellsAPointerOfGitLfsFromWeights() throws IOException {
    Files.writeString(
        directory.resolve("model.safetensors"),
        "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0".repeat(64) + "\nsize 9\n");

    assertThatThrownBy(() -> Weights.open(directory))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("model.safetensors: is a Git LFS pointer")
        .hasMessageContaining("git lfs pull");
  }

  @Test
  void refusesShardsOutsideTheDirectory() throws IOException {
    Files.writeString(
        directory.resolve("model.safetensors.index.json"),
        "{\"weight_map\": {\"a\": \"../secret.safetensors\"}}");
    assertThatThrownBy(() -> Weights.open(directory))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("weight_map");
  }

  @Test
  void namesAMissingTensor() throws IOException {
    writeFile("{}", 0);
    assertThatThrownBy(() -> Weights.open(directory).tensor("b", 1))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("no tensor b");
  }

  @ParameterizedTest
  @EnumSource(WeightType.class)
  void everyBitPatternOfANumberFormatSurvivesReadingAndWriting(WeightType type) {
    int[] patterns = new SplittableRandom(5).ints(1 << 16).toArray();
    ByteBuffer given = ByteBuffer.allocate(patterns.length * type.bytes());
    given.order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < patterns.length; i++) {
      if (type == WeightType.FLOAT32) {
        given.putFloat(Float.intBitsToFloat(patterns[i]));
      } else {
        given.putShort((short) i);
      }
    }
    float[] values = new float[patterns.length];
    type.read(given, 0, values, 0, values.length);
    ByteBuffer written = ByteBuffer.allocate(given.capacity()).order(ByteOrder.LITTLE_ENDIAN);
    type.write(values, values.length, written);
    float[] again = new float[values.length];
    type.read(written, 0, again, 0, again.length);
    assertThat(again).containsExactly(values);
  }

  @Test
  void roundsHalfPrecisionToTheNearestWithTiesToEven() {
    assertThat(WeightType.halfToFloat((short) 0x3c00)).isEqualTo(1f);
    assertThat(WeightType.halfToFloat((short) 0x0001)).isEqualTo(0x1p-24f);
    assertThat(WeightType.halfToFloat((short) 0xfbff)).isEqualTo(-65504f);
    assertThat(WeightType.floatToHalf(1 + 0x1p-11f)).isEqualTo((short) 0x3c00);
    assertThat(WeightType.floatToHalf(1 + 3 * 0x1p-11f)).isEqualTo((short) 0x3c02);
    assertThat(WeightType.floatToHalf(65520f)).isEqualTo((short) 0x7c00);
    assertThat(WeightType.floatToBfloat(1 + 0x1p-8f)).isEqualTo((short) 0x3f80);
    assertThat(WeightType.floatToBfloat(1 + 3 * 0x1p-8f)).isEqualTo((short) 0x3f82);
  }

  private void writeFile(String header, int dataBytes) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + dataBytes);
    bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json);
    for (int i = 0; i < dataBytes / 4; i++) {
      bytes.putFloat(i);
    }
    Files.write(directory.resolve("model.safetensors"), bytes.array());
  }
}
