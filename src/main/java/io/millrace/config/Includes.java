package io.millrace.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseable;
import java.io.File;
import java.net.URL;

/**
 * Every include is required, with or without {@code required(...)}: the library takes a missing file for an empty one.
 * A plain name is relative to the file that includes it.
 */
final class Includes implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL {

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        ConfigParseable file = context.relativeTo(what);
        if (file == null) {
            throw missing(what, null);
        }
        try {
            return file.parse(file.options().setAllowMissing(false).setIncluder(this));
        } catch (ConfigException.IO e) {
            throw missing(what, e);
        }
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        return include(context, what.getPath());
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
        throw new ConfigException.Generic("include of " + what + ": settings are read from files only");
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return this;
    }

    private static ConfigException missing(String what, Throwable cause) {
        return new ConfigException.Generic("include \"" + what + "\": there is no such file", cause);
    }
}
