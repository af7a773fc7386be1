package dev.weir.contract.access;

/**
 * Some of all MQTT topics, as clients name them in subscriptions (MQTT 5, section 4.7): {@code +} is any one level,
 * {@code #} at the end any number of them.
 */
public record TopicFilter(String text) {

    private static final int MAX_LENGTH = 65_535;

    /** @throws IllegalArgumentException if it is no filter */
    public TopicFilter {
        if (text.isEmpty() || text.length() > MAX_LENGTH || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("A topic filter has from 1 to " + MAX_LENGTH + " characters");
        }
        String[] levels = text.split("/", -1);
        for (int i = 0; i < levels.length; i++) {
            boolean wild = levels[i].equals("+") || (levels[i].equals("#") && i == levels.length - 1);
            if (!wild && (levels[i].indexOf('+') >= 0 || levels[i].indexOf('#') >= 0)) {
                throw new IllegalArgumentException(
                        "In a topic filter '+' is a whole level and '#' the last one; found '" + text + "'");
            }
        }
    }

    /** Whether the topic is among them. */
    public boolean fits(String topic) {
        if (topic.startsWith("$") != text.startsWith("$")) {
            return false;
        }
        String[] wanted = text.split("/", -1);
        String[] levels = topic.split("/", -1);
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].equals("#")) {
                return true;
            }
            if (i == levels.length) {
                return false;
            }
            if (!wanted[i].equals("+") && !wanted[i].equals(levels[i])) {
                return false;
            }
        }
        return wanted.length == levels.length;
    }

    @Override
    public String toString() {
        return text;
    }
}
