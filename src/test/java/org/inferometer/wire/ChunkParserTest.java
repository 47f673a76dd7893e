package org.inferometer.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class ChunkParserTest {
  private static final byte[] CHUNK =
      """
      {"object":"chat.completion.chunk","choices":[
       {"delta":{"content":[{"type":"text","text":"zwölf"}],"tool_calls":[{"id":{"a":[1]}}]},
        "finish_reason":"stop","token_ids":[5,[6],{"x":7}]}],
       "usage":{"prompt_tokens":3,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":1}}}"""
          .getBytes(StandardCharsets.UTF_8);
  private static final byte[] PLAIN =
      "{\"choices\":[{\"text\":\"a\"}]}".getBytes(StandardCharsets.UTF_8);

  private final ChunkParser parser = new ChunkParser();

  @Test
  void readsOneDocumentAfterTheOther() throws IOException {
    for (int i = 0; i < 3; i++) {
      parser.parse(CHUNK, CHUNK.length);
      assertThat(parser.content()).isTrue();
      assertThat(parser.finish()).isEqualTo("stop");
      assertThat(parser.tokenIds()).isEqualTo(3);
      assertThat(parser.usage().cached()).isEqualTo(1);

      parser.parse(PLAIN, PLAIN.length);
      assertThat(parser.content()).isTrue();
      assertThat(parser.finish()).isNull();
      assertThat(parser.tokenIds()).isEqualTo(JsonCursor.ABSENT);
    }
  }

  @Test
  void aDocumentCutAnywhereIsRefusedAndTheNextOneRead() {
    Assertions.assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () -> {
          for (int length = 0; length < CHUNK.length; length++) {
            byte[] cut = Arrays.copyOf(CHUNK, length);
            assertThatIOException()
                .as("the first %d bytes", length)
                .isThrownBy(() -> parser.parse(cut, cut.length));
            parser.parse(PLAIN, PLAIN.length);
            assertThat(parser.content()).as("after the first %d bytes", length).isTrue();
          }
        });
  }

  @Test
  void twoDocumentsInOneEventAreRefused() {
    for (String second : new String[] {"{}", " {}", "1", "]", "\"a\""}) {
      byte[] both = ("{\"choices\":[]}" + second).getBytes(StandardCharsets.UTF_8);
      assertThatIOException().as(second).isThrownBy(() -> parser.parse(both, both.length));
    }
  }

  @Test
  void whiteSpaceAroundADocumentIsNone() throws IOException {
    byte[] spaced = " \n{\"choices\":[{\"text\":\"a\"}]} \r\n ".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 2; i++) {
      parser.parse(spaced, spaced.length);
      assertThat(parser.content()).isTrue();
    }
  }

  @Test
  void goesOnAfterItsBuffersWereGivenBack() throws IOException {
    parser.parse(PLAIN, PLAIN.length);
    parser.close();
    parser.close();
    parser.parse(CHUNK, CHUNK.length);
    assertThat(parser.usage().prompt()).isEqualTo(3);
  }
}
