from django.urls import path

from guide import (
    card_views,
    feeds,
    list_views,
    media_views,
    preview_views,
    search_views,
    sitemaps,
    views,
    whole_views,
)

app_name = "guide"
urlpatterns = [
    path("", views.cover, name="cover"),
    path("posts/", list_views.archive, name="archive"),
    path("posts/<slug:slug>/", views.post, name="post"),
    path("posts/preview/<str:token>/", preview_views.preview, name="preview"),
    path("posts/<slug:slug>/card.png", card_views.of_post, name="card"),
    path("card.png", card_views.of_site, name="card_of_site"),
    path("topics/", list_views.topics, name="topics"),
    path("topics/<slug:slug>/", list_views.topic, name="topic"),
    path("authors/<slug:slug>/", list_views.author, name="author"),
    path("whole-guide/", whole_views.page, name="whole"),
    path("guide.epub", whole_views.e_book, name="epub"),
    path("feed/", feeds.atom, name="feed"),
    path("feed.rss", feeds.rss, name="feed_rss"),
    path("feed.json", feeds.json_feed, name="feed_json"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("media/<str:name>", media_views.image, name="image"),
    path("search/", search_views.search, name="search"),
    path("help/", views.help_page, name="help"),
    path("<slug:slug>/", views.page, name="page"),
]
