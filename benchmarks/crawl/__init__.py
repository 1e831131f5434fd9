"""Crawls of loopback sites: against what politeness dictates, against Scrapy, through kills."""
