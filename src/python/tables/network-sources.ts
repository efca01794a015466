import { apis, type ApiSet } from "./api.js";

/** What the user of a terminal types. */
export const STANDARD_INPUT = "the standard input";

/** What brings in values that somebody outside of the process has chosen, by what they are called in a message. */
export const NETWORK_SOURCES: Readonly<Record<string, ApiSet>> = {
  "a ZeroMQ message": apis(
    "{zmq,zmq.asyncio,zmq.green}.Socket().{recv,recv_multipart,recv_string,recv_unicode,recv_json,recv_pyobj,recv_serialized}()",
    "zmq.Socket().recv_serialized.frames",
  ),
  "bytes from a socket": apis(
    "socket.socket().{recv,recvfrom,recvmsg,recv_into,recvfrom_into,read,makefile}()",
    "socket.create_connection().{recv,recvfrom,recv_into,read,makefile}()",
    "asyncio.AbstractEventLoop().{sock_recv,sock_recvfrom,sock_recv_into}()",
    "socketserver.{BaseRequestHandler,StreamRequestHandler,DatagramRequestHandler}().request",
    "socketserver.{StreamRequestHandler,DatagramRequestHandler}().rfile",
    "paramiko.Channel().recv()",
  ),
  "bytes from a network stream": apis(
    "asyncio.StreamReader().{read,readline,readexactly,readuntil}()",
    "asyncio.StreamReader()[]",
    "asyncio.Protocol.data_received.data",
    "twisted.Protocol.dataReceived.data",
  ),
  "a datagram": apis("asyncio.DatagramProtocol.datagram_received.data"),
  "a WebSocket message": apis(
    "websockets.connect().{recv,recv_messages}()",
    "websockets.connect()[]",
    "websocket.{WebSocket,create_connection}().{recv,recv_data}()",
    "starlette.websockets.WebSocket().{receive,receive_bytes,receive_text,receive_json,iter_bytes,iter_text,iter_json}()",
    "{aiohttp.web.WebSocketResponse,aiohttp.ClientWebSocketResponse}().{receive,receive_bytes,receive_str,receive_json}()",
    "{aiohttp.web.WebSocketResponse,aiohttp.ClientWebSocketResponse}()[]",
    "tornado.websocket.WebSocketHandler.on_message.message",
  ),
  "a part of an HTTP request": apis(
    "{flask,quart}.request.{data,form,args,values,cookies,headers,files,json,stream,environ,query_string,url,path,view_args}",
    "{flask,quart}.request.{get_data,get_json}()",
    "django.http.HttpRequest().{body,GET,POST,COOKIES,META,FILES,headers,data,query_params}",
    "django.http.HttpRequest().{read,readline,get_signed_cookie}()",
    "{starlette.requests.Request,starlette.websockets.WebSocket}().{cookies,headers,query_params,path_params,url}",
    "starlette.requests.Request().{body,json,form,stream}()",
    "starlette.datastructures.UploadFile().{read,file}",
    "starlette.datastructures.UploadFile().read()",
    "aiohttp.web.Request().{query,rel_url,match_info,headers,cookies,content,path,query_string}",
    "aiohttp.web.Request().{read,text,json,post,multipart}()",
    "{tornado.web.RequestHandler,tornado.websocket.WebSocketHandler}().request.{body,arguments,body_arguments,query_arguments,files,headers,cookies,query,path,uri}",
    "{tornado.web.RequestHandler,tornado.websocket.WebSocketHandler}().{get_argument,get_arguments,get_body_argument,get_body_arguments,get_query_argument,get_query_arguments,get_cookie}()",
    "sanic.Request().{body,json,form,args,headers,cookies,files}",
    "werkzeug.Request().{data,form,args,values,cookies,headers,files,json,stream,query_string,url,path,view_args}",
    "werkzeug.Request().{get_data,get_json}()",
    "litestar.Request().{cookies,headers,query_params,path_params,url}",
    "litestar.Request().{body,json,form,stream}()",
    "falcon.Request().{media,params,cookies,headers,stream,bounded_stream,query_string}",
    "falcon.Request().{get_param,get_param_as_list,get_media,get_header,get_cookie_values}()",
    "bottle.request.{body,json,forms,query,params,cookies,headers,files}",
    "bottle.request.get_cookie()",
    "http.server.{BaseHTTPRequestHandler,SimpleHTTPRequestHandler,CGIHTTPRequestHandler}().{rfile,headers,path}",
    "cgi.FieldStorage()",
    "{flask_restx,flask_restful}.reqparse.RequestParser().parse_args()",
    "django.views.generic.{View,TemplateView,ListView,DetailView,FormView,CreateView,UpdateView,DeleteView}().request.{body,GET,POST,COOKIES,META,FILES,headers}",
    "django.views.View().request.{body,GET,POST,COOKIES,META,FILES,headers}",
    "rest_framework.views.APIView().request.{body,GET,POST,COOKIES,META,FILES,headers,data,query_params}",
    "rest_framework.generics.{GenericAPIView,CreateAPIView,ListAPIView,RetrieveAPIView,UpdateAPIView,DestroyAPIView,ListCreateAPIView,RetrieveUpdateAPIView,RetrieveDestroyAPIView,RetrieveUpdateDestroyAPIView}().request.{GET,POST,COOKIES,FILES,headers,data,query_params}",
    "rest_framework.viewsets.{ViewSet,GenericViewSet,ModelViewSet,ReadOnlyModelViewSet}().request.{GET,POST,COOKIES,FILES,headers,data,query_params}",
    "http.Route.parameter",
  ),
  "what a model calls a tool with": apis("agent.Tool.parameter"),
  "the event of a function in a cloud": apis("cloud.Function.event"),
  "an HTTP response": apis(
    "requests.Response().{content,text,raw}",
    "requests.Response().{json,iter_content,iter_lines}()",
    "httpx.Response().{content,text}",
    "httpx.Response().{json,read,aread,iter_bytes,aiter_bytes,iter_text,iter_lines}()",
    "urllib.request.urlopen()",
    "urllib3.PoolManager().request()",
    "aiohttp.ClientResponse().{read,text,json}()",
    "aiohttp.ClientResponse().content",
    "http.client.{HTTPConnection,HTTPSConnection}().getresponse()",
  ),
  "a value from Redis": apis(
    "redis.Redis().{get,getset,getdel,getex,mget,hget,hgetall,hmget,hvals,lpop,rpop,blpop,brpop,lindex,lrange,rpoplpush,brpoplpush,blmove,lmove,spop,smembers,srandmember,zrange,xread,xreadgroup,xrange}()",
    "redis.Redis().pubsub().{listen,get_message}()",
    "redis.Redis().pipeline().execute()",
  ),
  "a message from a broker": apis(
    "kafka.KafkaConsumer()[]",
    "kafka.KafkaConsumer().poll()",
    "kafka.KafkaConsumer.value",
    "aiokafka.AIOKafkaConsumer()[]",
    "aiokafka.AIOKafkaConsumer().{getone,getmany}()",
    "confluent_kafka.{Consumer,DeserializingConsumer}().{poll,consume}()",
    "pika.body",
    "pika.BlockingConnection().channel().{basic_get,consume}()",
    "nats.aio.msg.Msg().data",
    "paho.mqtt.client.MQTTMessage().payload",
  ),
  "a gRPC request": apis("grpc.request"),
  "an object from S3": apis("boto3.client().{get_object,Object,Bucket}()", "boto3.client().download_fileobj()"),
  [STANDARD_INPUT]: apis(
    "sys.stdin",
    "sys.stdin.{buffer,read,readline}",
    "sys.stdin.read()",
    "sys.stdin.readline()",
    "input()",
    "raw_input()",
  ),
};

/** What a program may share with its own other parts, by the label of what is read there. */
export const SHARED: ReadonlyMap<string, { readonly what: string; readonly writes: ApiSet }> = new Map([
  [
    "a value from Redis",
    {
      what: "Redis",
      writes: apis(
        "redis.Redis().{set,setex,psetex,setnx,mset,getset,hset,hmset,hsetnx,lpush,rpush,lpushx,rpushx,lset,sadd,zadd,publish,xadd}()",
        "redis.Redis().pipeline().{set,setex,psetex,hset,hmset,lpush,rpush,sadd,zadd,publish,xadd}()",
      ),
    },
  ],
  [
    "a message from a broker",
    {
      what: "the broker",
      writes: apis(
        "kafka.KafkaProducer().send()",
        "aiokafka.AIOKafkaProducer().{send,send_and_wait}()",
        "confluent_kafka.{Producer,SerializingProducer}().produce()",
        "pika.BlockingConnection().channel().basic_publish()",
        "nats.connect().publish()",
        "paho.mqtt.client.Client().publish()",
      ),
    },
  ],
]);

/** Methods whose name alone says that they receive, for objects of which nothing is known. */
export const RECEIVING_METHODS: Readonly<Record<string, string>> = {
  recv: "bytes from a socket",
  recvfrom: "bytes from a socket",
  recvmsg: "bytes from a socket",
  recv_into: "bytes from a socket",
  recv_multipart: "a ZeroMQ message",
  recv_string: "a ZeroMQ message",
  recv_pyobj: "a ZeroMQ message",
  recv_json: "a ZeroMQ message",
  recv_unicode: "a ZeroMQ message",
  recv_serialized: "a ZeroMQ message",
  get_object: "an object from S3",
};
