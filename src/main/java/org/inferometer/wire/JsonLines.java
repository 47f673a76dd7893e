package org.inferometer.wire;

/** A document a line, as in JSON Lines; empty lines are none. */
final class JsonLines implements Frames.Splitter {
  private final Frames.Documents documents;
  private final LineSplitter lines = new LineSplitter(this::line);
  private final Bytes document = new Bytes();

  JsonLines(Frames.Documents documents) {
    this.documents = documents;
  }

  @Override
  public void feed(byte[] source, int from, int to) {
    lines.feed(source, from, to);
  }

  @Override
  public void end() {
    lines.end();
  }

  private void line(byte[] source, int from, int to) {
    if (to > from) {
      document.clear();
      document.append(source, from, to);
      documents.document(null, document.array(), document.length());
    }
  }
}
