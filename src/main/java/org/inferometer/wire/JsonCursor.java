package org.inferometer.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;

/**
 * Walks through JSON objects, one after the other.
 *
 * <p>All of them go through one of Jackson's parsers that are fed, since one that is made anew for
 * each is most of the garbage of decoding, and collecting it stops the reading.
 */
final class JsonCursor implements AutoCloseable {
  /** Stands for a number that the document does not carry. */
  static final int ABSENT = -1;

  private static final JsonFactory JSON = new JsonFactory();

  /** Where the parts of a composed text have their text. */
  private static final Set<String> TEXTS =
      Set.of(
          "text",
          "content",
          "summary",
          "thinking",
          "reasoning",
          "reasoning_content",
          "thought",
          "refusal");

  /** What only names the parts of a composed text. */
  private static final Set<String> LABELS =
      Set.of("type", "format", "id", "index", "role", "name", "signature");

  /** What a value holds, as far as generated text is concerned. */
  enum Substance {
    NONE,
    OTHER,
    TEXT
  }

  private JsonParser json;

  /**
   * Begins {@code data[0, length)}.
   *
   * @throws IOException when it is not one JSON object in UTF-8
   */
  void begin(byte[] data, int length) throws IOException {
    if (!endsLikeAnObject(data, length)) {
      // The parser would wait for the rest of a number or a word.
      throw new IOException("not a JSON object");
    }
    if (json == null) {
      json = JSON.createNonBlockingByteArrayParser();
    }
    ((ByteArrayFeeder) json.getNonBlockingInputFeeder()).feedInput(data, 0, length);
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new IOException("not a JSON object");
    }
  }

  private static boolean endsLikeAnObject(byte[] data, int length) {
    int last = length - 1;
    while (last >= 0 && (data[last] == ' ' || (data[last] >= '\t' && data[last] <= '\r'))) {
      last--;
    }
    return last >= 0 && data[last] == '}';
  }

  /** Makes sure that nothing follows the object. */
  void end() throws IOException {
    if (json.nextToken() != JsonToken.NOT_AVAILABLE) {
      throw new IOException("more than one JSON document");
    }
  }

  /** Gives the parser's buffers back; another document may follow all the same. */
  @Override
  public void close() {
    if (json == null) {
      return;
    }
    try {
      json.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing a parser that holds no file", e);
    }
    json = null;
  }

  /** The next token; what was fed must not end before it. */
  JsonToken next() throws IOException {
    JsonToken token = json.nextToken();
    if (token == JsonToken.NOT_AVAILABLE) {
      throw new IOException("a JSON object without its end");
    }
    return token;
  }

  /** The name of the next member, or null at the end of an object. */
  String nextName() throws IOException {
    return next() == JsonToken.FIELD_NAME ? json.currentName() : null;
  }

  JsonToken current() {
    return json.currentToken();
  }

  /** Leaves out what is left of the present value. */
  void skip() throws IOException {
    json.skipChildren();
  }

  String text() throws IOException {
    return json.getText();
  }

  /** Whether the present text is {@code word}; makes no string of it. */
  boolean is(String word) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING || json.getTextLength() != word.length()) {
      return false;
    }
    char[] text = json.getTextCharacters();
    int same = 0;
    while (same < word.length() && text[json.getTextOffset() + same] == word.charAt(same)) {
      same++;
    }
    return same == word.length();
  }

  /** Characters of the present text; 0 where it is none. */
  int textLength() throws IOException {
    return json.currentToken() == JsonToken.VALUE_STRING ? json.getTextLength() : 0;
  }

  /** Whether the present value is a text that begins with {@code other}. */
  boolean beginsWith(CharSequence other) throws IOException {
    if (textLength() < other.length()) {
      return false;
    }
    char[] text = json.getTextCharacters();
    int same = 0;
    while (same < other.length() && text[json.getTextOffset() + same] == other.charAt(same)) {
      same++;
    }
    return same == other.length();
  }

  /** The present text: one of {@code words}, without making another of it, if it is among them. */
  String text(List<String> words) throws IOException {
    for (int i = 0; i < words.size(); i++) {
      if (is(words.get(i))) {
        return words.get(i);
      }
    }
    return json.getText();
  }

  /** Whether the present value is a text that is not empty. */
  boolean filled() throws IOException {
    return json.currentToken() == JsonToken.VALUE_STRING && json.getTextLength() > 0;
  }

  /** Whether the present value says anything: null, false, 0, empty texts and lists do not. */
  boolean tells() throws IOException {
    return tellsBeside(Set.of());
  }

  /** As {@link #tells}, without what its members of those names say. */
  boolean tellsBeside(Set<String> names) throws IOException {
    boolean any = saysSomething();
    for (int depth = depth(); depth > 0; ) {
      depth += step();
      String name = json.currentName();
      any |= saysSomething() && (name == null || !names.contains(name));
    }
    return any;
  }

  private boolean saysSomething() throws IOException {
    return switch (json.currentToken()) {
      case VALUE_STRING -> json.getTextLength() > 0;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getDoubleValue() != 0;
      case VALUE_TRUE -> true;
      default -> false;
    };
  }

  /**
   * What the present value holds: a text, parts with a text, something else, or nothing.
   *
   * @param kept what its texts are added to; null for nothing
   */
  Substance substance(StringBuilder kept) throws IOException {
    if (!json.currentToken().isStructStart()) {
      if (filled()) {
        keep(kept);
        return Substance.TEXT;
      }
      return saysSomething() ? Substance.OTHER : Substance.NONE;
    }
    Substance found = Substance.NONE;
    for (int depth = 1; depth > 0; ) {
      depth += step();
      String name = json.currentName();
      if (filled() && (name == null || TEXTS.contains(name))) {
        found = Substance.TEXT;
        keep(kept);
      } else if (found == Substance.NONE
          && saysSomething()
          && (name == null || !LABELS.contains(name))) {
        found = Substance.OTHER;
      }
    }
    return found;
  }

  private void keep(StringBuilder kept) throws IOException {
    if (kept != null) {
      kept.append(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    }
  }

  private int depth() {
    return json.currentToken().isStructStart() ? 1 : 0;
  }

  /** Goes on by one token, and says by how much deeper it stands. */
  private int step() throws IOException {
    JsonToken token = next();
    return token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
  }

  /** Members of the present list, or {@link #ABSENT} where it is none. */
  int length() throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      return ABSENT;
    }
    int count = 0;
    while (next() != JsonToken.END_ARRAY) {
      json.skipChildren();
      count++;
    }
    return count;
  }

  /** The present count; one that is none (negative, beyond an int, a text, 3.5) tells nothing. */
  int count() throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
      double value = json.getDoubleValue();
      boolean count = value >= 0 && value <= Integer.MAX_VALUE && value == Math.rint(value);
      return count ? (int) value : ABSENT;
    }
    boolean whole =
        json.currentToken() == JsonToken.VALUE_NUMBER_INT
            && json.getNumberType() == JsonParser.NumberType.INT;
    return whole && json.getIntValue() >= 0 ? json.getIntValue() : ABSENT;
  }
}
