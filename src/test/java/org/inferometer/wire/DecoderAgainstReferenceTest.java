package org.inferometer.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
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
    "{\"error\":null,\"choices\":[{\"text\":\"e\"}]}",
    "{\"choices\":[{\"text\":\"f\",\"finish_reason\":null}],\"usage\":null}",
    "{\"choices\":[{\"text\":\"\",\"finish_reason\":null}],\"usage\":{\"completion_tokens\":%d}}",
    "{\"choices\":[{\"text\":\"g\"}],\"usage\":{\"completion_tokens\":1}}",
    "{\"choices\":[],\"usage\":{\"prompt_tokens\":-9,\"completion_tokens\":99999999999}}",
    "{\"choices\":[],\"usage\":{\"prompt_tokens\":\"9\",\"completion_tokens\":3.0}}",
    "{\"choices\":null,\"usage\":{\"completion_tokens\":%d}}",
    "{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[]}}]}",
    "{\"choices\":[{\"delta\":{\"reasoning\":\"\",\"refusal\":\"no\"}}]}",
    "{\"choices\":[{\"delta\":{\"function_call\":{\"name\":\"f\"}}}]}",
    "{\"choices\":[{\"text\":\"h\",\"token_ids\":null}],\"prompt_token_ids\":[1,2]}",
    "{\"x\":[[[{\"error\":1}]]],\"choices\":[{\"index\":1,\"text\":\"i\",\"token_ids\":[4]}]}",
    "{\"choices\":[{\"text\":\"j\",\"finish_reason\":\"\"}],\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0}}",
    "{\"choices\":[],\"usage\":{\"completion_tokens\":0,\"prompt_tokens_details\":{\"cached_tokens\":0}}}",
    "{\"choices\":[{\"delta\":{\"content\":\"k\"},\"usage\":{\"prompt_tokens\":6,\"completion_tokens\":%d}}]}",
    "{\"choices\":[{\"delta\":{\"reasoning_details\":[{\"type\":\"t\",\"text\":\"l\"}],\"content\":\"\"}}],\"error\":\"\"}",
    "{\"choices\":[{\"delta\":{\"thinking\":\"m\"},\"finish_reason\":\"None\"}],\"error\":{}}",
    "{\"choices\":[{\"error\":{\"code\":502},\"delta\":{}}]}",
    "{\"error\":\"queue full\"}",
    "{\"object\":\"error\",\"message\":\"m\"}",
    "{}"
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

  @ParameterizedTest
  @ValueSource(strings = {"openai", "vllm"})
  void agreesWhereverAnEventIsCut(String dialect) {
    byte[] body =
        "\ufeff: c\r\ndata: {\"choices\":[{\"text\":\"\u00f6\u20ac\ud83d\ude00\\ud83d\\ude00\"}]}\r\n\r\ndata:[DONE]\r\r"
            .getBytes(StandardCharsets.UTF_8);
    for (int chunk = 0; chunk <= body.length; chunk++) {
      DecoderCheck.check(body, dialect, chunk, 1);
    }
    for (int cut = 1; cut < 2 * body.length; cut++) {
      DecoderCheck.check(body, dialect, 0, cut, Integer.MAX_VALUE / 2);
    }
  }

  @Test
  void generatesEveryShape() {
    StringBuilder all = new StringBuilder();
    for (int seed = 0; seed < 1500; seed++) {
      all.append(stream(new SplittableRandom(seed)));
    }
    String joined = all.toString().replaceAll("[\r\n]+data: ?", "");
    assertThat(DOCUMENTS)
        .allSatisfy(document -> assertThat(joined).containsPattern(regex(document)));
    assertThat(all).contains("\ufeff", ": comment", "event: error", "data\n\n", "data: [DONE]");
  }

  private static String regex(String document) {
    return Pattern.quote(document).replace("%d", "\\E\\d+\\Q");
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
      DecoderCheck.survive(wire, "vllm", random.nextInt(1, 100), random.nextInt(1, 100));
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
