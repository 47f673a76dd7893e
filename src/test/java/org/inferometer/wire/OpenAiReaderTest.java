package org.inferometer.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class OpenAiReaderTest {
  private static final byte[] CHUNK =
      """
      {"object":"chat.completion.chunk","choices":[
       {"delta":{"content":[{"type":"text","text":"zwölf"}],"tool_calls":[{"id":{"a":[1]}}]},
        "finish_reason":"stop","token_ids":[5,[6],{"x":7}]}],
       "usage":{"prompt_tokens":3,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":1}}}"""
          .getBytes(StandardCharsets.UTF_8);
  private static final byte[] PLAIN =
      "{\"choices\":[{\"text\":\"a\"}]}".getBytes(StandardCharsets.UTF_8);

  private final AnswerReader reader = new OpenAiReader();
  private final Chunk chunk = new Chunk(false);

  @Test
  void readsOneDocumentAfterTheOther() throws IOException {
    for (int i = 0; i < 3; i++) {
      reader.event(null, CHUNK, CHUNK.length, chunk);
      assertThat(chunk.content).isTrue();
      assertThat(chunk.finish).isEqualTo("stop");
      assertThat(chunk.tokens).isEqualTo(3);
      assertThat(chunk.usage.cached()).isEqualTo(1);

      reader.event(null, PLAIN, PLAIN.length, chunk);
      assertThat(chunk.content).isTrue();
      assertThat(chunk.finish).isNull();
      assertThat(chunk.tokens).isEqualTo(JsonCursor.ABSENT);
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
                .isThrownBy(() -> reader.event(null, cut, cut.length, chunk));
            reader.event(null, PLAIN, PLAIN.length, chunk);
            assertThat(chunk.content).as("after the first %d bytes", length).isTrue();
          }
        });
  }

  @Test
  void twoDocumentsInOneEventAreRefused() {
    for (String second : new String[] {"{}", " {}", "1", "]", "\"a\""}) {
      byte[] both = ("{\"choices\":[]}" + second).getBytes(StandardCharsets.UTF_8);
      assertThatIOException()
          .as(second)
          .isThrownBy(() -> reader.event(null, both, both.length, chunk));
    }
  }

  @Test
  void whiteSpaceAroundADocumentIsNone() throws IOException {
    byte[] spaced = " \n{\"choices\":[{\"text\":\"a\"}]} \r\n ".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 2; i++) {
      reader.event(null, spaced, spaced.length, chunk);
      assertThat(chunk.content).isTrue();
    }
  }

  @Test
  void goesOnAfterItsBuffersWereGivenBack() throws IOException {
    reader.event(null, PLAIN, PLAIN.length, chunk);
    reader.close();
    reader.close();
    reader.event(null, CHUNK, CHUNK.length, chunk);
    assertThat(chunk.usage.prompt()).isEqualTo(3);
  }
}
