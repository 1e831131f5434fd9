"""Fetches government listings and report pages politely; knows neither database nor parser.

Start at `scraper.crawl.Crawler` and `scraper.sources`.
"""
