package org.inferometer.wire;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random streams, randomly framed and cut: the decoder agrees with the slow reference. */
final class DecoderAgainstReferenceTest {
  private static final String[] EOLS = {"\n", "\r\n", "\r"};
  private static final String[] DOCUMENTS = {
    "{\"choices\":[{\"index\":0,\"text\":\"a\"}]}",
    "{\"choices\":[{\"text\":\"gr\u00fc\u00df \u20ac \\u00e9\\n\"}],\"usage\":{\"completion_tokens\":%d}}",
    "{\"choices\":[{\"text\":\"\",\"token_ids\":[1,2,3]}]}",
    "{\"choices\":[{\"text\":\"\",\"token_ids\":[]}]}",
    "{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}",
    "{\"choices\":[{\"delta\":{\"content\":\"b\"},\"finish_reason\":null}]}",
    "{\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\"}}]}",
    "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":{\"arguments\":\"{\"}}]}}]}",
    "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}",
    "{\"choices\":[{\"text\":\"c\",\"finish_reason\":\"length\"}],\"usage\":{\"completion_tokens\":%d}}",
    "{\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":%d,\"prompt_tokens_details\":{\"cached_tokens\":4}}}",
    "{\"choices\":[{\"index\":1,\"text\":\"d\"},{\"index\":0,\"text\":\"\"}]}",
    "{\"unknown\":{\"choices\":[{\"text\":\"no\"}]},\"choices\":[]}",
    "{\"error\":null,\"choices\":[{\"text\":\"e\"}]}"
  };

  @ParameterizedTest
  @ValueSource(strings = {"openai", "vllm"})
  void agreesOnRandomStreams(String dialect) {
    for (int seed = 0; seed < 1500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] body = stream(random).getBytes(StandardCharsets.UTF_8);
      int chunk = random.nextInt(4) == 0 ? 0 : random.nextInt(1, 400);
      int[] reads = IntStream.range(0, 5).map(i -> random.nextInt(1, 300)).toArray();
      try {
        DecoderCheck.check(body, dialect, chunk, reads);
      } catch (AssertionError e) {
        throw new AssertionError(
            "seed " + seed + ": " + new String(body, StandardCharsets.UTF_8), e);
      }
    }
  }

  @Test
  void isTheSameWhereverGarbageIsCut() {
    for (int seed = 0; seed < 1500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] wire =
          ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + Wire.chunks(stream(random)))
              .getBytes(StandardCharsets.UTF_8);
      for (int i = random.nextInt(6); i > 0; i--) {
        wire[random.nextInt(wire.length)] = (byte) random.nextInt(256);
      }
      DecoderCheck.survive(wire, random.nextInt(1, 100), random.nextInt(1, 100));
    }
  }

  private static String stream(SplittableRandom random) {
    String eol = EOLS[random.nextInt(EOLS.length)];
    StringBuilder stream = new StringBuilder(random.nextInt(10) == 0 ? "\ufeff" : "");
    int usage = 0;
    for (int events = random.nextInt(12); events > 0; events--) {
      switch (random.nextInt(12)) {
        case 0 -> stream.append(": comment").append(eol).append(eol);
        case 1 -> stream.append("id: 7").append(eol).append("event: message").append(eol);
        case 2 -> stream.append("data").append(eol).append(eol);
        case 3 -> stream.append("data: [DONE]").append(eol).append(eol);
        case 4 -> stream.append("event: error").append(eol);
        default -> {
          usage += random.nextInt(3);
          String document = DOCUMENTS[random.nextInt(DOCUMENTS.length)].replace("%d", "" + usage);
          String[] parts =
              random.nextInt(8) == 0 ? document.split("(?<=,)", 2) : new String[] {document};
          for (String part : parts) {
            stream.append(random.nextBoolean() ? "data: " : "data:").append(part).append(eol);
          }
          stream.append(eol);
        }
      }
    }
    return stream.append(random.nextInt(3) == 0 ? "data: {\"cho" : "").toString();
  }
}
