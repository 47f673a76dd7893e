package org.inferometer.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FramesTest {
  private static final String EVENTS =
      "event: a\ndata: 1\n\n: none\n\nevent: b\r\ndata: 2\r\ndata: 3\r\n\r\ndata: 4\n\n"
          + "event:\ndata: 5\n\nevent: a\ndata: 6\n\nevent: lost\n\ndata: 7\n\ndata: cut\n";

  @Test
  void tellTheNameOfEachEventWhereverTheStreamIsCut() {
    everyCut(Frames.EVENTS, EVENTS, "a:1", "b:2\n3", "null:4", "null:5", "a:6", "null:7");
  }

  @Test
  void takeEachLineThatIsNotEmptyForADocument() {
    everyCut(Frames.LINES, "{1}\n{2}\r\n\n\r\n{ü}\n{cut", "null:{1}", "null:{2}", "null:{ü}");
  }

  @Test
  void takeALastLineWithoutAnEndWhenTheStreamEnds() {
    List<String> found = new ArrayList<>();
    for (Frames frames : Frames.values()) {
      Frames.Splitter splitter = splitter(frames, found);
      byte[] bytes = "{1}\n{2}".getBytes(StandardCharsets.UTF_8);
      splitter.feed(bytes, 0, bytes.length);
      splitter.end();
      splitter.end();
    }
    assertThat(found).containsExactly("null:{1}", "null:{2}");
  }

  /** Two pieces, cut at every place, and pieces of one byte. */
  private static void everyCut(Frames frames, String text, String... documents) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int cut = 0; cut <= bytes.length; cut++) {
      List<String> found = new ArrayList<>();
      Frames.Splitter splitter = splitter(frames, found);
      splitter.feed(bytes, 0, cut);
      splitter.feed(bytes, cut, bytes.length);
      assertThat(found).as("cut at %d", cut).containsExactly(documents);
    }
    List<String> found = new ArrayList<>();
    Frames.Splitter splitter = splitter(frames, found);
    for (int at = 0; at < bytes.length; at++) {
      splitter.feed(bytes, at, at + 1);
    }
    assertThat(found).containsExactly(documents);
  }

  private static Frames.Splitter splitter(Frames frames, List<String> found) {
    return frames.splitter(
        (name, data, length) ->
            found.add(name + ":" + new String(data, 0, length, StandardCharsets.UTF_8)));
  }
}
