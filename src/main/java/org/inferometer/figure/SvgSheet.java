package org.inferometer.figure;

import java.util.LinkedHashMap;
import java.util.Map;

/** Elements of an SVG in the order of drawing; neighbours of one style share a group. */
final class SvgSheet {
  private final Map<String, String> clips = new LinkedHashMap<>();
  private final StringBuilder done = new StringBuilder();
  private final StringBuilder group = new StringBuilder();
  private final StringBuilder joined = new StringBuilder();
  private final String prefix;
  private String attributes = "";

  /** A sheet whose identifiers start with {@code prefix}. */
  SvgSheet(String prefix) {
    this.prefix = prefix;
  }

  /** An element of this style within {@code clip}, path data or empty. */
  void add(String style, String clip, String element) {
    change(style, clip);
    join();
    group.append(element);
  }

  /** A path; {@code joins} if it may be one with its neighbours of the same style. */
  void path(String style, String clip, String data, boolean joins) {
    change(style, clip);
    if (!joins) {
      join();
    }
    joined.append(data);
    if (!joins) {
      join();
    }
  }

  private void join() {
    if (!joined.isEmpty()) {
      group.append("<path d=\"").append(joined).append("\"/>");
      joined.setLength(0);
    }
  }

  private void change(String style, String clip) {
    String wanted = " style=\"" + style + "\"";
    if (!clip.isEmpty()) {
      String id = clips.computeIfAbsent(clip, missing -> prefix + "clip" + clips.size());
      wanted += " clip-path=\"url(#" + id + ")\"";
    }
    if (!wanted.equals(attributes)) {
      end();
      attributes = wanted;
    }
  }

  private void end() {
    join();
    if (!group.isEmpty()) {
      done.append("<g").append(attributes).append('>').append(group).append("</g>\n");
      group.setLength(0);
    }
  }

  /** All of it, without the root element. */
  String content() {
    end();
    attributes = "";
    StringBuilder out = new StringBuilder();
    clips.forEach(
        (data, id) ->
            out.append("<clipPath id=\"%s\"><path d=\"%s\"/></clipPath>".formatted(id, data)));
    return out.append(done).toString();
  }
}
