"""The site's settings, with quick passwords: nearly every test here signs somebody up."""

from webapp.settings import *  # noqa: F403  # the whole site but for one setting

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
