package org.inferometer.dataset.hub;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import org.inferometer.dataset.DatasetException;

/** JSON objects: one a line, or in one array. */
final class JsonRows implements Rows {
  private static final JsonMapper JSON = new JsonMapper();

  private final Path file;
  private final JsonParser parser;
  private int line = 1;

  JsonRows(Path file, Reader in) throws IOException {
    this.file = file;
    this.parser = JSON.createParser(in);
  }

  @Override
  public JsonNode next() throws IOException {
    try {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_ARRAY || token == JsonToken.END_ARRAY) {
        token = parser.nextToken();
      }
      if (token == null) {
        return null;
      }
      line = parser.currentTokenLocation().getLineNr();
      if (token != JsonToken.START_OBJECT) {
        throw new DatasetException(
            file, line, "no JSON object; allowed: one object a line, or one array of objects");
      }
      return JSON.readTree(parser);
    } catch (JsonProcessingException e) {
      int at = e.getLocation() == null ? line : e.getLocation().getLineNr();
      throw new DatasetException(
          file, at, e.getOriginalMessage().replaceFirst(" \\((start marker|enable|code) .*", ""));
    }
  }

  @Override
  public DatasetException mistake(String why) {
    return new DatasetException(file, line, why);
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
